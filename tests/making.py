"""Records of a plan for tests, each made by somebody."""

from careplan.concerns.models import Concern
from careplan.plans.history import note_made
from careplan.plans.models import CareTeamMember
from careplan.questions.models import Question
from careplan.questions.proposals import ProposedQuestion


def concern(cast, author, **fields) -> Concern:
    fields = {"category": "other", "words": "My words"} | fields
    return Concern.objects.create(plan=cast.plan, author=author, changed_by=author, **fields)


def question(cast, author, **fields) -> Question:
    fields = {"text": "Can I travel?"} | fields
    return Question.objects.create(plan=cast.plan, author=author, changed_by=author, **fields)


def suggested(cast, author, **fields) -> ProposedQuestion:
    fields = {"text": "Can she fly?"} | fields
    return ProposedQuestion.objects.create(
        plan=cast.plan, author=author, changed_by=author, **fields
    )


def doctor(cast, **fields) -> CareTeamMember:
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return CareTeamMember.objects.create(**by, **fields)


def made(record):
    """`record`, with its making noted, as a form notes it."""
    note_made([record], by=record.author)
    return record


def change(record, by, readers=None, **values):
    """`record` as `by` changed it, read anew."""
    record = type(record).objects.get(pk=record.pk)
    for name, value in values.items():
        setattr(record, name, value)
    record.save_changes(by=by, fields=list(values), readers=readers)
    return record
