"""What came of the invented family's last visit: said, agreed, and not asked."""

import datetime

from django.utils import timezone

from careplan.appointments.answering import Heard, keep_answer
from careplan.appointments.follow_ups import FollowUp, tick
from careplan.appointments.models import Asked
from careplan.appointments.visit_notes import VisitNote
from careplan.plans.access import Member
from careplan.plans.clashes import digest
from careplan.plans.history import note_made

SAID = "The nurse line answers at night too. We can call it before we go to the hospital."
AGREED = (
    # what, who, days from today, and whether it is done
    ("Make the appointment for the next blood test", "maria", -14, True),
    ("Ask the insurance about help at home", "ana", 6, False),
    ("Send the list of medicines to Dr Lee", "", 3, False),
    ("Find out who drives on treatment days", "", None, False),
)


def after_the_visit(visit, *, maria: Member, ana: Member) -> None:
    """One question was not asked. A note, and four things to do, of which one is done."""
    unheard = visit.listed.get(question__answer="")
    not_asked = Heard("", Asked.NOT_ASKED, digest(""), Asked.OPEN)
    keep_answer(listed=unheard, heard=not_asked, member=ana)
    kept(VisitNote(visit=visit, text=SAID), ana)
    people = {"maria": maria.user, "ana": ana.user, "": None}
    for what, who, days, is_done in AGREED:
        by_when = timezone.localdate() + datetime.timedelta(days) if days is not None else None
        agreed = FollowUp(visit=visit, what=what, taken_by=people[who], by_when=by_when)
        kept(agreed, ana)
        if is_done:
            tick(agreed, done=True, by=maria.user)
    office = FollowUp(visit=visit, what="Send the blood results", by_whom_else="Dr Lee’s office")
    kept(office, ana)


def kept(record, member: Member) -> None:
    record.plan, record.author, record.changed_by = member.plan, member.user, member.user
    record.save()
    note_made([record], by=member.user)
