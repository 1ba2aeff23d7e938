"""The page after a visit: what came of it, and the forms that stand beside."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from careplan.after.forms import CarryUnaskedForm, NoteForm
from careplan.after.reading import AfterVisit
from careplan.appointments.follow_up_forms import FollowUpForm
from careplan.appointments.visit_notes import VisitNote
from careplan.concerns.safety import Alert
from careplan.plans.access import Action, Section
from careplan.plans.removal import just_removed

REMOVED_SHOWN = 20  # notes that can be put back, the newest


@dataclass(frozen=True)
class Beside:
    """The short forms of the page, for whoever may change the visits. Each id stands once."""

    note: NoteForm
    to_do: FollowUpForm
    carry: CarryUnaskedForm


def beside(after: AfterVisit) -> Beside | None:
    member, visit = after.member, after.visit
    if not member.can(Action.EDIT, Section.VISITS):
        return None
    return Beside(
        NoteForm(member=member, is_quick=True, auto_id="note_%s"),
        FollowUpForm(member=member, is_quick=True, auto_id="to_do_%s"),
        CarryUnaskedForm(
            member=member,
            visit=visit,
            visits=after.to_come,
            rows=after.to_carry,
            auto_id="carry_%s",
        ),
    )


def removed_notes(after: AfterVisit) -> list[VisitNote]:
    """The notes of the visit that may be put back, the newest first."""
    if not after.member.can(Action.EDIT, Section.VISITS):
        return []
    removed = after.visit.visit_notes.removed_seen_by(after.member)
    return list(removed.order_by("-removed_at")[:REMOVED_SHOWN])


def raised(after: AfterVisit, saved: str) -> tuple[tuple[Alert, ...], bool]:
    """The warnings that the notes raise, and whether they come of one that was `saved` just now.

    As with concerns: the first warning stands on each look, that of a new symptom only then.
    """
    today = timezone.localdate()
    by_note = {str(said.note.pk): said.note.alerts(today) for said in after.notes}
    found = {alert for alerts in by_note.values() for alert in alerts if alert is Alert.SPINE}
    just_saved = by_note.get(saved, ())
    return tuple(alert for alert in Alert if alert in {*found, *just_saved}), bool(just_saved)


def page_context(request, after: AfterVisit) -> dict:
    plan, visit = after.plan, after.visit
    removed = removed_notes(after)
    return {
        "plan": plan,
        "place": "appointment_list",
        "after": after,
        "visit": visit,
        "beside": beside(after),
        "removed": removed,
        "just_removed": just_removed(request, removed),
        "new_visit": f"{reverse('appointment_create', args=[plan.pk])}?carry={visit.pk}",
    }
