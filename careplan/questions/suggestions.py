"""Which questions of the library to offer for a concern or a section, why, and how many stand open.

No topic is ever left out for somebody's level: what is not open stands in a closed section.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from careplan.concerns.models import SHELVES
from careplan.library.catalog import LIBRARY
from careplan.library.items import Category, Choice, Question
from careplan.library.levels import Level
from careplan.plans.access import Action, Member, Section
from careplan.questions.named import named_in

# The category that says no more than the thing itself, once that is named.
CATEGORY_OF = {"symptoms": "symptom", "tests": "test", "treatments": "treatment"}


@dataclass(frozen=True)
class Suggestion:
    """One question of the library; `because` is what the person wrote about."""

    question: Question
    because: str


@dataclass(frozen=True)
class Suggestions:
    """What to offer. `ahead` is the closed section “Questions about what may lie ahead”."""

    open: tuple[Suggestion, ...]
    ahead: tuple[Suggestion, ...]
    because: str  # all reasons in one line
    slugs: tuple[str, ...]  # of all that fit, held already or not, in the order of the page

    def __bool__(self):
        return bool(self.open or self.ahead)

    @property
    def several_reasons(self) -> bool:
        return len({each.because for each in (*self.open, *self.ahead)}) > 1


def suggested_questions(concern, member: Member, held: set[str] | None = None) -> Suggestions:
    """The questions that fit `concern`, less those that `member` can see to be held already.

    `held` are the slugs to leave out, where they have been read before.
    """
    chosen, recognised = reasons(concern)
    first = LIBRARY.questions_tagged(*(item.tag for item in chosen))
    then = LIBRARY.questions_tagged(*(item.tag for item in recognised))
    fitting = dict.fromkeys((*first, *then))
    held = held_by(member) if held is None else held
    return offer(fitting, (*chosen, *recognised), level=member.user.level, held=held)


def questions_about(item, member: Member) -> Suggestions:
    """The questions about a section of the article, a paper or a topic, less those held already."""
    fitting = LIBRARY.questions_tagged(item.tag)
    return offer(fitting, (), level=member.user.level, held=held_by(member))


def public_questions(section, level: Level) -> Suggestions:
    """The questions about one section, for somebody who is in no plan."""
    return offer(LIBRARY.questions_tagged(section.tag), (), level=level, held=set())


def held_by(member: Member) -> set[str]:
    """The slugs of the questions that `member` can see in the plan. One reading."""
    if not member.can(Action.VIEW, Section.VISITS):
        return set()
    return member.plan.questions.seen_by(member).held_slugs()


def offer(fitting: Iterable[Question], why, *, level: Level, held: set[str]) -> Suggestions:
    """The `fitting` questions as suggestions; `why` are the items that lead to them."""
    fitting = sorted(fitting, key=lambda question: not level.opens(question.level))
    rest = [
        Suggestion(question, in_a_row(item.because for item in why if item.tag in question.tags))
        for question in fitting
        if question.slug not in held
    ]
    return Suggestions(
        open=tuple(each for each in rest if level.opens(each.question.level)),
        ahead=tuple(each for each in rest if not level.opens(each.question.level)),
        because=in_a_row(item.because for item in why),
        slugs=tuple(question.slug for question in fitting),
    )


def reasons(concern) -> tuple[list[Category | Choice], list[Category | Choice]]:
    """What a concern is about: what was chosen, and what else its words name.

    The questions about any symptom (test, treatment) stand back for those of the one named.
    """
    chosen, recognised, told_by_name = [], [], set()
    for field, shelf in SHELVES.items():
        picked = [shelf[slug] for slug in getattr(concern, field) if slug in shelf]
        named = [item for item in named_in(concern.words, shelf) if item not in picked]
        chosen += picked
        recognised += named
        if picked or named:
            told_by_name.add(CATEGORY_OF[field])
    category = LIBRARY.categories.get(concern.category)
    if category and category.slug not in told_by_name:
        chosen.append(category)
    kinds = named_in(concern.words, LIBRARY.categories, by_name=False)
    recognised += [k for k in kinds if k != category and k.slug not in told_by_name]
    return chosen, recognised


def in_a_row(names: Iterable[str]) -> str:
    """“bone pain, nausea and a cough”."""
    return get_text_list(list(dict.fromkeys(names)), _("and"))
