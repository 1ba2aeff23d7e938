"""The one table in which the benches print their figures."""


def row(what: str, measured: str, asked: str) -> None:
    """Print what was measured, the figure, and what is asked of it."""
    print(f"{what:62}  {measured:26}  {asked}", flush=True)
