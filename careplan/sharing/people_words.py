"""How roles and parts of a plan are called, on every page about people."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from careplan.plans.models import Role
from careplan.plans.sections import Section

# Each part that a plan has; what is private to others is never among it.
PARTS = {
    Section.VISITS: pgettext_lazy("part of a plan", "Visits, concerns and questions"),
    Section.PAPERS: pgettext_lazy("part of a plan", "Legal papers"),
    Section.COMFORT: pgettext_lazy("part of a plan", "Comfort and support"),
    Section.PEOPLE: pgettext_lazy("part of a plan", "Care team and about me"),
}
# The roles that can be chosen, the owner's own choice last.
ROLE_NAMES = {
    Role.VIEWER: _("Can look"),
    Role.CAREGIVER: _("Can help"),
    Role.MANAGER: _("Helps to keep the plan"),
}
ROLE_HINTS = {
    Role.VIEWER: _("Sees the parts you choose, and changes nothing."),
    Role.CAREGIVER: _("Sees or changes the parts you choose, and can suggest questions."),
    Role.MANAGER: _("Sees and changes all of it, and can invite people."),
}
