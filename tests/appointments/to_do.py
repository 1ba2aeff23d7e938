"""Things to do and notes of a visit, each made by somebody."""

from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.visit_notes import VisitNote


def to_do(cast, author=None, **fields) -> FollowUp:
    author = author or cast.maria
    by = {"plan": cast.plan, "author": author, "changed_by": author}
    return FollowUp.objects.create(**{"what": "Call the nurse"} | by | fields)


def said(cast, visit, author=None, **fields) -> VisitNote:
    author = author or cast.maria
    by = {"plan": cast.plan, "author": author, "changed_by": author}
    return VisitNote.objects.create(visit=visit, **{"text": "Rest more."} | by | fields)


def stands(follow_up) -> FollowUp:
    """As it stands now, read anew."""
    return FollowUp.objects.get(pk=follow_up.pk)
