"""Collect the texts to translate, the library's among them (they stand in TOML)."""

from pathlib import Path

from django.core.management.commands import makemessages

from careplan import library
from careplan.library.catalog import LIBRARY, english_texts

LIBRARY_TEXTS = Path(library.__file__).parent / "texts_to_translate.py"
NOT_OURS = (".venv", "node_modules", "staticfiles", "tests", "var")


class Command(makemessages.Command):
    """Django's command, without line numbers and in a fixed order, so that a change is small.

    Needs the gettext tools: Debian's `gettext`.
    """

    help = makemessages.Command.help + " The content library is read too."
    xgettext_options = [*makemessages.Command.xgettext_options, "--sort-output"]
    msguniq_options = [*makemessages.Command.msguniq_options, "--sort-output"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--sort-output"]
    msgattrib_options = [*makemessages.Command.msgattrib_options, "--sort-output"]

    def handle(self, *args, **options):
        options["no_location"] = True
        options["ignore_patterns"] = [*options["ignore_patterns"], *NOT_OURS]
        texts = dict.fromkeys(english_texts(LIBRARY))
        lines = "".join(f"gettext({text!r})\n" for text in texts)
        LIBRARY_TEXTS.write_text(lines, encoding="utf-8")
        try:
            super().handle(*args, **options)
        finally:
            LIBRARY_TEXTS.unlink()
