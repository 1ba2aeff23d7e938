"""A library small enough to read at a glance, written to a folder for the loader's tests."""

from pathlib import Path

COMMON = 'origin = "careplan"\nchecked = 2026-11-24\nlevel = "basics"\n'
RESTS = f'{COMMON}section = "signs"\n'


def defaults(*kinds: str) -> str:
    """The defaults of each kind, as a file begins."""
    return "".join(f"[defaults.{kind}]\n{RESTS}" for kind in kinds)


FILES = {
    "symptoms": defaults("symptom", "question")
    + """
[[symptom]]
slug = "cough"
name = "Cough"
because = "a cough"
sites = ["lungs"]
questions = [{ slug = "cough-cause", text = "Why do I cough?" }]

[[symptom]]
slug = "headache"
name = "Headache"
because = "headache"
sites = ["lungs"]
""",
    "tests": "",
    "treatments": "",
    "article": defaults("question")
    + """
[[question]]
slug = "options"
text = "What can we do?"
tags = ["nine", "concern:symptom", "symptom:*"]
""",
    "categories": defaults("category")
    + """
[[category]]
slug = "symptom"
name = "A symptom"
hint = "Pain"
because = "a symptom"
""",
    "papers": "",
    "topics": "",
    "sections": f"""
[defaults.section]
{COMMON}
[defaults.question]
{RESTS}
[[section]]
slug = "signs"
title = "Symptoms"
lede = "They depend on the place."
headings = ["Symptoms"]
questions = [{{ slug = "signs-watch", text = "What do I watch for?", tags = ["symptom:cough"] }}]

[[section.parts]]
title = "Lungs"
paragraphs = ["A cough."]
""",
    "places": defaults("site") + '[[site]]\nslug = "lungs"\nname = "Lungs"\n',
    "coping": "",
}


def write(folder: Path, **changed: tuple[str, str]) -> Path:
    """Write the small library, each file of `changed` with its first text become its second."""
    for stem, text in FILES.items():
        old, new = changed.get(stem, ("", ""))
        if old not in text:
            raise AssertionError(f"{stem} does not hold {old!r}")
        content = text.replace(old, new, 1) if old else text + new
        (folder / f"{stem}.toml").write_text(content, encoding="utf-8")
    return folder
