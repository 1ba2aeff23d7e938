"""A visit's list, as one reader may print it."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from careplan.appointments.models import Asked
from careplan.appointments.reading import ReadersList
from careplan.plans.access import Action, Section
from careplan.plans.models import Role
from careplan.printing.fillable_sheet import FillableQuestion, FillableSheet
from careplan.printing.sheets import Fact, Look, QuestionSheet, SheetQuestion


class PrintedList:
    """The list of `appointment` for `member`: what others share, and what is the reader's own.

    Without a visit there is no list, and `sheet` has nothing to print.
    """

    def __init__(self, appointment, member):
        self.appointment, self.member, self.plan = appointment, member, member.plan
        self.standing = ReadersList(appointment, member).standing if appointment else []
        self.shared = [listed for listed in self.standing if not is_private(listed)]

    @property
    def private_count(self) -> int:
        """How many private questions of the reader's own could stand on their copy."""
        return sum(is_private(listed) and self.is_mine(listed) for listed in self.standing)

    def is_mine(self, listed) -> bool:
        return listed.question.author_id == self.member.user.pk

    def printed(self, *, private: bool) -> list:
        """What of the list stands on paper, in order."""
        return [x for x in self.standing if not is_private(x) or (private and self.is_mine(x))]

    def may_print(self, record, *, private: bool) -> bool:
        """Whether a record stands on paper: what is private on its author's own copy alone."""
        return not record.is_private or (private and record.author_id == self.member.user.pk)

    def sheet(self, paper: str, size: str, *, private: bool = False) -> QuestionSheet:
        """What stands on paper. What is private stands there on its author's copy, if `private`."""
        questions = (
            SheetQuestion(listed.question.text, self.why(listed, private))
            for listed in self.printed(private=private)
        )
        return QuestionSheet(questions=tuple(questions), **self.heading(paper, size))

    def fillable(self, paper: str, size: str, reference: str, *, private: bool) -> FillableSheet:
        """The same, to be filled in, with what was said so far."""
        questions = (
            FillableQuestion(
                listed.question.text,
                self.why(listed, private),
                listed.question.answer,
                listed.asked == Asked.ASKED,
            )
            for listed in self.printed(private=private)
        )
        heading = self.heading(paper, size)
        return FillableSheet(questions=tuple(questions), reference=reference, **heading)

    def heading(self, paper: str, size: str) -> dict:
        """What a sheet says of the visit, besides its questions."""
        visit = self.appointment
        return {
            "printed_on": timezone.localdate(),
            "look": Look(paper, size, get_language()),
            "person": self.plan.person_name,
            "with_whom": visit.with_whom,
            "day": visit.on,
            "time": visit.at,
            "facts": tuple(Fact(label, words) for label, words in self.facts() if words),
            # It asks for sign-in, and whoever has a share link has no account.
            "code_address": "" if self.member.role is Role.LINK else short_address(visit),
        }

    def facts(self):
        yield _("Who comes along"), self.appointment.who_comes
        # The person knows that these are on the list that they print; a share link shows no more
        # than was chosen.
        if self.member.role is not Role.LINK or self.member.can(Action.VIEW, Section.PEOPLE):
            yield _("How much I want to know"), self.plan.how_much
            yield _("How I need information"), self.plan.information_need

    def why(self, listed, private: bool) -> str:
        """“My concern: bone pain, 6 of 10”, or whose it is; nothing of a concern that is private,
        but on its author's own copy."""
        concern = listed.question.concern
        if concern is None or not self.may_print(concern, private=private):
            return ""
        words = concern.name
        if concern.bother is not None:
            words = _("%(concern)s, %(bother)d of 10") % {
                "concern": words.removesuffix("."),
                "bother": concern.bother,
            }
        if self.is_the_persons(concern):
            return _("My concern: %(words)s") % {"words": words}
        return _("%(name)s’s concern: %(words)s") % {"name": concern.author.called, "words": words}

    def is_the_persons(self, record) -> bool:
        """Whether the person whose plan it is wrote it themselves."""
        return self.plan.is_for_owner and record.author_id == self.plan.owner_id


def is_private(listed) -> bool:
    return listed.is_private or listed.question.is_private


def short_address(appointment) -> str:
    """What the code on paper opens; nothing where the site has no public address."""
    if not settings.PUBLIC_URL:
        return ""
    return settings.PUBLIC_URL + reverse("short_path", args=[appointment.code])
