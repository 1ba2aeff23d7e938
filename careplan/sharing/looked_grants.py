"""What was granted and taken back, in a sentence each."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from careplan.plans.grant_events import Granted, GrantEvent
from careplan.plans.models import Grant, Role
from careplan.plans.sections import Section
from careplan.sharing.people_words import PARTS

SENTENCES = {
    Granted.INVITED: gettext_noop("%(actor)s invited %(name)s."),
    Granted.REVOKED: gettext_noop("%(actor)s took back the invitation of %(name)s."),
    Granted.JOINED: gettext_noop("%(actor)s joined this plan."),
    Granted.CHANGED: gettext_noop("%(actor)s changed what %(subject)s may see and do."),
    Granted.REMOVED: gettext_noop("%(actor)s removed %(subject)s from this plan."),
    Granted.LEFT: gettext_noop("%(actor)s left this plan."),
    Granted.HANDED_OVER: gettext_noop("%(subject)s became the owner of this plan."),
    Granted.LINK_MADE: gettext_noop("%(actor)s made a link for %(name)s."),
    Granted.LINK_ENDED: gettext_noop("%(actor)s ended the link for %(name)s."),
    Granted.CLOSED: gettext_noop("%(actor)s closed this plan."),
    Granted.OPENED: gettext_noop("%(actor)s opened this plan again."),
    Granted.DELETION_ASKED: gettext_noop("%(actor)s asked to delete this plan."),
    Granted.DELETION_STOPPED: gettext_noop("%(actor)s kept this plan."),
}
# Of two kinds of standing in: for an emergency, and as a successor.
LOOK = {
    Granted.TRUSTED: gettext_noop("%(actor)s chose %(subject)s for an emergency."),
    Granted.UNTRUSTED: gettext_noop("%(actor)s no longer chooses %(subject)s for an emergency."),
    Granted.ASKED: gettext_noop("%(actor)s asked to see all of this plan."),
    Granted.REFUSED: gettext_noop("%(actor)s said no to %(subject)s, who asked to see all."),
}
SUCCEED = {
    Granted.TRUSTED: gettext_noop("%(actor)s chose %(subject)s to keep this plan next."),
    Granted.UNTRUSTED: gettext_noop("%(actor)s no longer chooses %(subject)s to keep it next."),
    Granted.ASKED: gettext_noop("%(actor)s asked to become the owner."),
    Granted.REFUSED: gettext_noop("%(actor)s said no to %(subject)s, who asked to be the owner."),
}
# A link that many wrong numbers locked. Nobody knows who typed them.
LINK = {
    Granted.REFUSED: gettext_noop(
        "Wrong numbers were typed many times. The link for %(name)s was locked."
    ),
}
BY_PURPOSE = {"look": LOOK, "succeed": SUCCEED, "link": LINK}


def grant_sentences(event: GrantEvent, names: dict[int, str]) -> list[str]:
    """What somebody did, and what it gives, as far as the event says. `names` by user."""
    somebody = _("Somebody who left")
    words = SENTENCES | BY_PURPOSE.get(event.detail.get("purpose"), {})
    pattern = words.get(event.kind)
    said = {
        "actor": names.get(event.actor_id, somebody),
        "subject": names.get(event.subject_id, somebody),
        "name": event.name or names.get(event.subject_id, somebody),
    }
    # A kind that these tables do not know is said by its own name.
    first = _(pattern) % said if pattern else f"{said['actor']}: {event.get_kind_display()}."
    return [first, *rights_words(event.detail)]


def rights_words(detail: dict) -> list[str]:
    """The sections that somebody may see, and change, from then on."""
    if detail.get("role") == Role.MANAGER:
        return []
    grants = {section: detail.get(section.value) for section in Section}
    if not any(grants.values()):
        return []
    sees = [str(PARTS[s]) for s, grant in grants.items() if grant == Grant.SEE]
    changes = [str(PARTS[s]) for s, grant in grants.items() if grant == Grant.CHANGE]
    said = [_("They can see: %(parts)s.") % {"parts": "; ".join(sees)}] if sees else []
    if changes:
        said.append(_("They can see and change: %(parts)s.") % {"parts": "; ".join(changes)})
    return said or [_("They can see no part of it.")]
