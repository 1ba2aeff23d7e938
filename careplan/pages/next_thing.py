"""“One thing to do next”: a small table of rules, of which the first that fits is shown."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from careplan.appointments import waiting
from careplan.pages.standing import Standing
from careplan.plans.access import Action, Member, Section

SOON = 7  # days: so near a visit, its list comes first


@dataclass(frozen=True)
class Thing:
    """One thing to do: why, what its button says, and where that leads."""

    sentence: str
    label: str
    url: str


def steps_wait(s: Standing, member: Member) -> bool:
    return bool(member.plan.next_step) and member.owns and changes(member)


def no_concern(s: Standing, member: Member) -> bool:
    return changes(member) and not s.concern_count and not s.question_count


def questions_wait(s: Standing, member: Member) -> bool:
    """An empty list, and questions that were chosen before there was this visit."""
    return nothing_listed(s, member) and 0 < s.waiting_count <= waiting.MOST


def no_question(s: Standing, member: Member) -> bool:
    """A concern without questions, while that is all there is to choose from."""
    return changes(member) and s.without_questions is not None and s.listed == 0


def no_visit(s: Standing, member: Member) -> bool:
    return changes(member) and s.question_count > 0 and s.next_visit is None


def nothing_listed(s: Standing, member: Member) -> bool:
    return changes(member) and s.next_visit is not None and s.listed == 0


def my_list_is_due(s: Standing, member: Member) -> bool:
    return member.owns and list_is_due(s, member)


def list_is_due(s: Standing, member: Member) -> bool:
    return s.listed > 0 and s.days_left is not None and s.days_left <= SOON


def no_phone(s: Standing, member: Member) -> bool:
    return member.can(Action.EDIT, Section.PEOPLE) and not s.has_phone


def old_copies_are_out(s: Standing, member: Member) -> bool:
    return member.can(Action.EDIT, Section.PAPERS) and s.recall_count > 0


def my_list_is_ready(s: Standing, member: Member) -> bool:
    return member.owns and list_is_ready(s, member)


def list_is_ready(s: Standing, member: Member) -> bool:
    return s.listed > 0


def changes(member: Member) -> bool:
    return member.can(Action.EDIT, Section.VISITS)


PRINT_MINE = (
    gettext_noop("Your list for the visit is ready. Print it, or keep it on your phone."),
    gettext_noop("Print or save my list"),
    "question_list_print",
)
PRINT_IT = (
    gettext_noop("The list for the visit is ready. Print it, or keep it on your phone."),
    gettext_noop("Print or save the list"),
    "question_list_print",
)

# when it fits, what it says, what the button says, where it leads
RULES = (
    (
        steps_wait,
        gettext_noop("A few short questions are left. You can skip each one."),
        gettext_noop("Go on with the first steps"),
        "first_step",
    ),
    (
        no_concern,
        gettext_noop("Write down one thing that is on your mind. A few words are enough."),
        gettext_noop("Write what is on my mind"),
        "concern_create",
    ),
    (
        questions_wait,
        gettext_noop("You have chosen questions. They are on no list yet."),
        lambda s: waiting.label(s.waiting_count, s.next_visit.with_whom_named),
        "waiting",
    ),
    (
        no_question,
        gettext_noop("You wrote what is on your mind. See which questions fit it."),
        gettext_noop("Choose questions"),
        "concern_questions",
    ),
    (
        no_visit,
        gettext_noop("You have questions. Add the visit where you want to ask them."),
        gettext_noop("Add a visit"),
        "appointment_create",
    ),
    (
        nothing_listed,
        gettext_noop("The list for your next visit is empty. Choose what to ask."),
        gettext_noop("Choose questions for the visit"),
        "appointment_choose",
    ),
    (my_list_is_due, *PRINT_MINE),
    (list_is_due, *PRINT_IT),
    (
        no_phone,
        gettext_noop("Add the number that you call for help. It is shown when you need it."),
        gettext_noop("Add a number"),
        "care_team_create",
    ),
    (
        old_copies_are_out,
        gettext_noop("A paper was replaced. Some people still have the old one."),
        gettext_noop("See who has old copies"),
        "document_list",
    ),
    (my_list_is_ready, *PRINT_MINE),
    (list_is_ready, *PRINT_IT),
)


def next_thing(s: Standing, member: Member) -> Thing | None:
    """The first rule that fits; None where nothing is left for this person to do."""
    for fits, sentence, label, name in RULES:
        if fits(s, member):
            said = label(s) if callable(label) else _(label)
            return Thing(_(sentence), said, address(name, s, member))
    return None


def address(name: str, s: Standing, member: Member) -> str:
    """Where the button leads: a page of the plan, or of the one record that it is about."""
    if name == "waiting":
        return waiting.address(s.next_visit)
    about = {
        "first_step": lambda: member.plan.next_step,
        "concern_questions": lambda: s.without_questions,
        "appointment_choose": lambda: s.next_visit.pk,
        "question_list_print": lambda: s.next_visit.pk,
    }.get(name)
    return reverse(name, args=[member.plan.pk, *([about()] if about else [])])
