"""What people type, cleaned."""

import logging
import unicodedata

from cryptography.fernet import Fernet
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from careplan.log import WithoutData
from careplan.text import clean, one_line, shortened, words_of


def test_clean_keeps_what_was_meant():
    assert clean(" a\r\nb\rc\td ") == "a\nb\nc\td"
    assert clean("Nguyễn đau ở hông") == "Nguyễn đau ở hông"
    assert clean("👩‍👧 ok") == "👩‍👧 ok"


def test_clean_drops_control_characters():
    assert clean("a\x00b\x07c\x1b[31md\x7f") == "abc[31md"
    assert clean("half \ud83d pair") == "half  pair"


def test_clean_has_one_form_of_unicode():
    assert clean("e\u0301") == "é"


def test_one_line():
    assert one_line(" Dr \n  Lee\t(oncology) ") == "Dr Lee (oncology)"


def test_shortened_cuts_at_a_word():
    assert shortened("What is causing the pain?", 40) == "What is causing the pain?"
    assert shortened("What is causing the pain?", 20) == "What is causing the…"
    assert shortened("x" * 50, 10) == "xxxxxxxxx…"


@given(st.text(), st.integers(2, 60))
def test_shortened_is_never_longer(text, length):
    assert len(shortened(text, length)) <= length


@given(st.text())
def test_clean_is_stable(text):
    once = clean(text)
    assert clean(once) == once
    assert not [c for c in once if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]


def test_a_failure_is_logged_without_its_message():
    record, typed = None, "canary: my hip hurts"
    try:
        raise ValueError(typed)
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "it failed", None, (type(error), error, error.__traceback__)
        )
    line = WithoutData("{levelname} {message}", style="{").format(record)
    assert "canary" not in line
    assert "ValueError" in line
    assert "test_a_failure_is_logged_without_its_message" in line


def test_words_of_a_form_are_what_somebody_wrote():
    sent = QueryDict(mutable=True)
    sent.update(
        {
            "csrfmiddlewaretoken": "canary-token",
            "password": "canary password",
            "new_password1": "canary password",
            "code": "canary",
            "request_uuid": "3e392226-ccca-4fbd-9746-b572f7b424f4",
            "version": "12",
            "read": Fernet(Fernet.generate_key()).encrypt(b"canary").decode(),
            "is_first": "on",
            "on_day": "3",
            "words": "My hip\r\nhurts",
            "with_whom": "Dr Lee",
        }
    )
    assert words_of(sent) == ["My hip\nhurts", "Dr Lee"]
