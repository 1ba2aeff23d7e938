"""Collecting the texts to translate: the library's TOML is read too, and nothing is left."""

import ast

import pytest
from django.core.management import call_command
from django.core.management.commands import makemessages as django_makemessages

from careplan.library.catalog import LIBRARY, english_texts
from careplan.management.commands import makemessages


@pytest.fixture
def _own_file(monkeypatch, tmp_path):
    monkeypatch.setattr(makemessages, "LIBRARY_TEXTS", tmp_path / "texts_to_translate.py")


@pytest.mark.usefixtures("_own_file")
def test_the_librarys_texts_stand_in_a_module_while_it_runs(monkeypatch):
    seen = {}

    def run(self, *args, **options):
        seen["module"] = makemessages.LIBRARY_TEXTS.read_text(encoding="utf-8")
        seen["options"] = options

    monkeypatch.setattr(django_makemessages.Command, "handle", run)
    call_command("makemessages", locale=["es"])

    calls = [statement.value for statement in ast.parse(seen["module"]).body]
    assert {call.func.id for call in calls} == {"gettext"}
    assert [call.args[0].value for call in calls] == list(dict.fromkeys(english_texts(LIBRARY)))
    assert seen["options"]["no_location"] is True
    assert {".venv", "var", "node_modules"} <= set(seen["options"]["ignore_patterns"])
    assert not makemessages.LIBRARY_TEXTS.exists()


@pytest.mark.usefixtures("_own_file")
def test_the_module_is_gone_when_collecting_fails(monkeypatch):
    def fail(self, *args, **options):
        raise RuntimeError("no gettext tools")

    monkeypatch.setattr(django_makemessages.Command, "handle", fail)
    with pytest.raises(RuntimeError, match="no gettext tools"):
        call_command("makemessages", locale=["es"])
    assert not makemessages.LIBRARY_TEXTS.exists()
