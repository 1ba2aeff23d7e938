"""What people type: cleaned in one place, before it is checked or kept."""

import unicodedata

# Line breaks and tabs are typed on purpose. Joiners belong to emoji and to Arabic and Indic words.
KEPT_CONTROLS = {"\n", "\t"}


def clean(value: str) -> str:
    """`value` in one form of Unicode, with plain line breaks and without control characters."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in value if c in KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def one_line(value: str) -> str:
    """`value` with every run of white space as one space."""
    return " ".join(clean(value).split())


def shortened(value: str, length: int) -> str:
    """`value` on one line, cut at a word to `length` characters at most, with an ellipsis."""
    value = one_line(value)
    if len(value) <= length:
        return value
    head, space, _rest = value[:length].rpartition(" ")
    return f"{head if space and len(head) > length // 2 else value[: length - 1]}…"
