"""What can be chosen for a visit's list, and the form that chooses."""

from dataclasses import dataclass

from django import forms
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.appointments.ordering import put_on_list
from careplan.appointments.picked import as_uuid
from careplan.library.catalog import LIBRARY
from careplan.questions.forms import PickForm
from careplan.questions.picking import add_from_library, add_own_words, in_a_row
from careplan.questions.suggestions import Suggestions, held_by, offer, suggested_questions
from careplan.widgets import Ticks

ASKED_FOR, ON_NO_LIST, ELSEWHERE, ANSWERED = range(4)  # the ranks of questions to choose from
OFFERED = 12  # questions of the plan on a page; more would push the suggestions out of sight
CONCERNS_ASKED = 20  # those to talk about first, then the newest


def not_listed(appointment, member, asked_for):
    """The plan's questions that are not on the list, each with its `rank`, the newest first.

    Those `asked_for` (ids) stand before all others, then those on no list, and last the answered.
    """
    standing = appointment.listed.seen_by(member).values("question")
    anywhere = member.plan.questions.seen_by(member).listed_for(member).values("question")
    rank = Case(
        When(pk__in=asked_for, then=Value(ASKED_FOR)),
        When(~Q(answer=""), then=Value(ANSWERED)),
        When(pk__in=anywhere, then=Value(ELSEWHERE)),
        default=Value(ON_NO_LIST),
    )
    questions = member.plan.questions.seen_by(member).exclude(pk__in=standing)
    return questions.annotate(rank=rank).order_by("rank", "-created", "pk")


@dataclass(frozen=True)
class Group:
    """Suggestions under one heading; `start` numbers the first of them on the page."""

    title: str
    concern: object
    suggestions: Suggestions
    start: int


def groups_for(member) -> list[Group]:
    """What each concern suggests, then the article's nine; each question once. Two readings.

    What fits a private concern and another one stands with the other: what is picked from a
    private concern is private, and tells its name.
    """
    seen = member.plan.concerns.seen_by(member).select_related("author")
    concerns = list(seen[:CONCERNS_ASKED])
    concerns.sort(key=lambda concern: concern.is_private)
    taken, found = held_by(member), []
    for concern in concerns:
        fitting = suggested_questions(concern, member, held=taken)
        found.append((because(concern, fitting.because, member), concern, fitting))
        taken = taken.union(fitting.slugs)
    nine = offer(LIBRARY.questions_tagged("nine"), (), level=member.user.level, held=taken)
    found.append((_("For any visit"), None, nine))
    groups, start = [], 0
    for title, concern, suggestions in found:
        groups.append(Group(title, concern, suggestions, start))
        start += len(suggestions.open)
    return groups


def because(concern, what: str, member) -> str:
    if concern.author_id == member.user.pk:
        return _("Because you wrote about %(what)s") % {"what": what}
    name = concern.author.called
    return _("Because %(name)s wrote about %(what)s") % {"name": name, "what": what}


def together(groups: list[Group]) -> Suggestions:
    """All suggestions of the groups, as one."""
    every = [group.suggestions for group in groups]
    return Suggestions(
        open=tuple(each for suggestions in every for each in suggestions.open),
        ahead=tuple(each for suggestions in every for each in suggestions.ahead),
        because="",
        slugs=tuple(dict.fromkeys(slug for each in every for slug in each.slugs)),
    )


class ChooseForm(PickForm):
    """Ticks on the plan's questions and on what is suggested, own words, or all of these.

    `keep()` puts them on the list of `appointment`. Sent twice, it lists each once. Of a visit that
    was removed meanwhile, the plan keeps them.
    """

    ways = ("questions", *PickForm.ways)
    submit_label = gettext_lazy("Add to this list")

    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Questions in this plan"), widget=Ticks, required=False
    )

    def __init__(self, *args, appointment, offered, groups, ticked=(), first=False, **kwargs):
        super().__init__(*args, suggestions=together(groups), **kwargs)
        self.appointment, self.groups, self.first = appointment, groups, first
        self.offered = {str(question.pk): question for question in offered}
        hints = {key: hint(question) for key, question in self.offered.items()}
        if self.is_bound:
            # What another window has put on the list meanwhile is as good a tick.
            typed = {as_uuid(key) for key in self.data.getlist("questions")} - {None}
            seen = self.member.plan.questions.seen_by(self.member).filter(pk__in=typed)
            self.offered |= {str(question.pk): question for question in seen}
        field = self.fields["questions"]
        field.choices = [(key, question.text) for key, question in self.offered.items()]
        field.initial = [str(key) for key in ticked]
        field.widget.hints = hints

    @property
    def first_way(self) -> str:
        return "questions" if self.offered else super().first_way

    @property
    def folds(self) -> list[tuple[Group, bool]]:
        """The groups that have something open to this reader, and whether their fold is open."""
        groups = [group for group in self.groups if group.suggestions.open]
        lead = bool(self.errors) or not self.offered
        return [(group, (lead and n == 0) or self.ticks(group)) for n, group in enumerate(groups)]

    def ticks(self, group: Group) -> bool:
        return any(each.question.slug in self.ticked for each in group.suggestions.open)

    def _keep(self):
        self.member.plan.lock()
        ticked, ground = set(self.cleaned_data["slugs"]), {"member": self.member, "row": in_a_row()}
        questions = [self.offered[key] for key in self.cleaned_data["questions"]]
        for group in self.groups:
            slugs = [slug for slug in group.suggestions.slugs if slug in ticked]
            ticked.difference_update(slugs)
            questions += add_from_library(slugs=slugs, concern=group.concern, **ground)
        if text := self.cleaned_data["own"]:
            sent = self.typed_uuid()
            questions.append(add_own_words(text=text, request_uuid=sent, **ground))
        if not self.appointment.removed_at:
            put_on_list(
                appointment=self.appointment,
                questions=questions,
                member=self.member,
                first=self.first,
            )
        return questions


def hint(question) -> str:
    """What to know of a question of `not_listed` before it is ticked."""
    said = [_("Private.")] if question.is_private else []
    if question.answer:
        said.append(_("It has an answer."))
    elif question.rank == ELSEWHERE:
        said.append(_("On another list."))
    return " ".join(said)
