"""What people type: cleaned in one place, before it is checked or kept."""

import re
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


# What a form carries beside words: its keys, what it has signed or keeps locked (Fernet), the
# values of ticks, numbers and moments.
NOT_WORDS = re.compile(
    r"on|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[\w-]{10,}:[\w-]{6}:[\w-]{43}"
    r"|gAAAA[\w=-]{50,}|\d{4}-\d\d-\d\dT[\d:.+-]+Z?|[\d\s:.,/-]*",
    re.ASCII,
)
NOT_TYPED = {"next"}  # where a page leads on
NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "code", "credential")


def sent_again(posted) -> list[tuple[str, str]]:
    """All that a form sent, name by name, to be sent once more; never a password, code or key."""
    return [
        (name, value)
        for name, values in posted.lists()
        if not any(part in name.lower() for part in NEVER_SHOWN)
        for value in values
    ]


def words_of(posted) -> list[str]:
    """The words that somebody typed into a form, of all that it sent; never a password."""
    return words_of_fields(sent_again(posted))


def words_of_fields(fields: list[tuple[str, str]]) -> list[str]:
    """The words among the fields of a form, name by name."""
    typed = (clean(value) for name, value in fields if name not in NOT_TYPED)
    return [words for words in typed if not NOT_WORDS.fullmatch(words)]


def ticks_of(posted) -> list[str]:
    """The names under which a form sent ticks: “on”, or several values."""
    return [name for name, values in posted.lists() if "on" in values or len(values) > 1]
