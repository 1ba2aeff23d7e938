"""What the tests of the sharing room ask for."""

import pytest

from careplan.printing import printer


@pytest.fixture
def as_words(monkeypatch):
    """Sheets are not laid out: each file holds the words that would stand on it."""
    monkeypatch.setattr(printer, "kept", lambda sheet, make: repr(sheet).encode())
