"""What stands on the doctor's page of a visit, as one reader may print it."""

from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from careplan.documents.parts import Part
from careplan.documents.reading import Ledger
from careplan.plans.access import Action, Section
from careplan.printing.doctor_sheet import Bother, Decider, DecidingPaper, DoctorSheet
from careplan.printing.question_list import PrintedList
from careplan.printing.sheets import TOP, Look
from careplan.printing.visit_before import VisitBefore

NAMED = 3  # people, and holders of copies, by name; the others are counted


class DoctorsPage:
    """The doctor's page of `appointment` for `member`: what of it is private, as on their list."""

    def __init__(self, appointment, member):
        self.appointment, self.member, self.plan = appointment, member, member.plan
        self.list = PrintedList(appointment, member)
        concerns = self.plan.concerns.seen_by(member).exclude(bother=None).select_related("author")
        self.concerns = sorted(concerns, key=lambda concern: -concern.bother)

    @cached_property
    def deciding(self):
        """The paper that says who decides, where the reader may see it."""
        may_see_papers = self.member.can(Action.VIEW, Section.PAPERS)
        return Ledger(self.member).deciding if may_see_papers else None

    @cached_property
    def earlier(self) -> "VisitBefore":
        shown = [*self.bothers(private=False)[:TOP], *self.bothers(private=True)[:TOP]]
        return VisitBefore(self.appointment, self.member, shown)

    @property
    def has_private(self) -> bool:
        """Whether the page would be another one with what the reader keeps private."""
        return self.sheet("a4", "normal") != self.sheet("a4", "normal", private=True)

    def sheet(self, paper: str, size: str, *, private: bool = False) -> DoctorSheet:
        """What stands on the page; what is private on its author's own copy alone, if `private`."""
        visit, listed = self.appointment, self.list.printed(private=private)
        bothers = self.bothers(private=private)
        before = self.earlier.day(private=private) if bothers else None
        return DoctorSheet(
            printed_on=timezone.localdate(),
            look=Look(paper, size, get_language()),
            person=self.plan.person_name,
            with_whom=visit.with_whom,
            day=visit.on,
            time=visit.at,
            who_comes=visit.who_comes,
            questions=tuple(x.question.text for x in listed[:TOP]),
            more_questions=len(listed[TOP:]),
            bothers=tuple(self.bother(x, private=private) for x in bothers[:TOP]),
            more_bothers=len(bothers[TOP:]),
            visit_before=before,
            paper=self.paper(private=private),
            in_own_words=self.plan.is_for_owner
            and bool(listed)
            and all(self.is_in_own_words(x.question) for x in listed[:TOP])
            and all(self.is_in_own_words(x) for x in bothers[:TOP]),
            **self.about_me(),
        )

    def bothers(self, *, private: bool) -> list:
        """The concerns that may stand on paper, those that bother most first."""
        return [x for x in self.concerns if self.list.may_print(x, private=private)]

    def is_in_own_words(self, record) -> bool:
        """Whether nobody but the person themselves wrote it, or changed anything of it last."""
        return self.list.is_the_persons(record) and record.changed_by_id == record.author_id

    def bother(self, concern, *, private: bool) -> Bother:
        was = self.earlier.level(concern, private=private)
        is_new = was is None and self.earlier.is_new(concern, private=private)
        return Bother(self.called(concern), concern.bother, was, is_new)

    def called(self, concern) -> str:
        """A concern by its name, and whose it is if it is not that of the person themselves."""
        if self.list.is_the_persons(concern):
            return concern.name
        return _("%(concern)s (%(name)s)") % {
            "concern": concern.name.removesuffix("."),
            "name": concern.author.called,
        }

    def about_me(self) -> dict[str, str]:
        """What the person says of themselves, for a reader who may see it."""
        if not self.member.can(Action.VIEW, Section.PEOPLE):
            return {}
        return {
            name: getattr(self.plan, name)
            for name in ("how_much", "information_need", "who_may_hear")
        }

    def paper(self, *, private: bool) -> DecidingPaper | None:
        """The paper that says who decides. Where it may not be printed, none is."""
        row = self.deciding
        if row is None or not self.list.may_print(row.document, private=private):
            return None
        people = [
            x for x in (*row.agents, *row.alternates) if self.list.may_print(x, private=private)
        ]
        copies = [x for x in row.copies if self.list.may_print(x, private=private)]
        if not people:
            return None
        return DecidingPaper(
            name=row.document.name,
            signed=row.document.signed_when,
            people=tuple(decider(person) for person in people[:NAMED]),
            original=row.document.original_place,
            copies=tuple(copy.holder for copy in copies[:NAMED]),
            more_people=len(people[NAMED:]),
            more_copies=len(copies[NAMED:]),
        )


def decider(person) -> Decider:
    return Decider(
        name=person.name,
        relation=person.relation,
        by_day=person.phone_day,
        at_night=person.phone_night,
        is_next=person.part == Part.ALTERNATE,
    )
