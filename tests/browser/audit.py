"""What a page must hold, asked of the page as the browser has it."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
EVERY_RULE = {
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa"),
        "best-practice",
    ],
    # Off unless asked for.
    "rules": {
        name: {"enabled": True}
        for name in ("color-contrast-enhanced", "target-size", "identical-links-same-purpose")
    },
}
CONTRAST_ONLY = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]}
}

# What passes is most of what axe tells, and takes longer to bring over than all of it to find.
ASK = """(options) => axe.run(document, options).then(
    ({violations, incomplete}) => ({violations, incomplete})
)"""
FAULTS = (Path(__file__).parent / "faults.js").read_text()


def open_folds(page) -> None:
    """Open every fold of the page itself, so that what is in them is looked at too."""
    page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true; })")


def faults(page) -> list[str]:
    """Dead # links, double ids, broken references, sideways scroll, small targets, small text."""
    return page.evaluate(FAULTS)


def axe(page, options=EVERY_RULE) -> list[str]:
    """What axe-core finds, and what it is not sure of: a line each, with the first place."""
    page.evaluate(AXE)
    result = page.evaluate(ASK, options)
    return [
        f"{kind}: {rule['id']} at {rule['nodes'][0]['target']}: {rule['nodes'][0]['html'][:120]}"
        for kind in ("violations", "incomplete")
        for rule in result[kind]
    ]
