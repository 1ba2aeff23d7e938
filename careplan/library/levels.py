"""How much a reader wants to see."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """The information level of a reader, and of each item; from least to most."""

    BASICS = "basics", _("Just the basics")
    MAIN = "main", _("The main points")
    EVERYTHING = "everything", _("Everything")

    def opens(self, item_level: "Level") -> bool:
        """Say if an item of this level stands open for a reader of mine.

        What is not open is shown in a closed section; no level removes an item.
        """
        order = list(Level)
        return order.index(Level(item_level)) <= order.index(self)
