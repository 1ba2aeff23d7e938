"""Every kind of record, and every field of it, is in a copy or left out for a reason."""

import pytest
from django.apps import apps

from careplan.accounts.models import User
from careplan.exchange.account_copy import FIELDS
from careplan.exchange.kinds import COMMON, KINDS
from careplan.exchange.plan_copy import ABOUT_ME, ABOUT_PLAN
from careplan.plans.models import Plan
from careplan.plans.records import PlanRecord

LEFT_OUT = {
    "plan": "the file is that plan's",
    "version": "counts savings, for two who write at once",
    "request_uuid": "the form that made it, for one that is sent twice",
    "AdvanceDocument.edition": "counts hidden versions; `replaces` links them",
    "ListedQuestion.position": "counts what is private to others; `place` does not",
    "Scan.preview": "made from the scan",
    "Plan.id": "stands there",
    "Plan.owner": "stands there by name",
    "Plan.members": "stand under `people`",
    "Plan.offered_to": "whether somebody was asked to keep the plan",
    "Plan.offered_role": "whether somebody was asked to keep the plan",
    "Plan.next_step": "which first step comes next",
    "User.id": "a number of the site's",
    "User.password": "a hash: nobody needs it, and it should not travel",
    "User.is_active": "whether the account was erased",
    "User.erased_at": "whether the account was erased",
}
# Tables that hold something of a plan, and are no records of it.
OTHERS = {
    "AnswerDraft": "the reader's own, under `answer_drafts`",
    "Change": "the history, which stays on the site",
    "Invitation": "holds keys, and who may see the plan one day",
    "ShareLink": "holds keys",
    "StandIn": "who may see the plan one day",
    "FillableList": "what a file was made of, for when it comes back",
    "Here": "until when the reader has seen what others did",
    "ReminderChoice": "the reader's own setting",
    "ReminderSent": "of what the reader was reminded, for 30 days",
    "Membership": "under `people`",
    "TopicChoice": "the reader's own, under `topic_choices`",
}
OURS = list(apps.get_app_config("careplan").get_models())
RECORDS = [model for model in OURS if issubclass(model, PlanRecord)]


def fields_of(model) -> set[str]:
    return {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}


def unsaid(model, said) -> set[str]:
    """The fields of `model` that are neither `said` nor left out for a reason."""
    return {
        name
        for name in fields_of(model) - set(said)
        if name not in LEFT_OUT and f"{model.__name__}.{name}" not in LEFT_OUT
    }


def test_every_kind_of_record_is_in_a_copy():
    assert {kind.model for kind in KINDS} == set(RECORDS)
    assert len({kind.key for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert kind.model._meta.get_field("plan").remote_field.get_accessor_name() == kind.key


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_field_is_in_a_copy_or_left_out_for_a_reason(kind):
    assert unsaid(kind.model, (*COMMON, *kind.fields)) == set()
    assert {*COMMON, *kind.fields} <= fields_of(kind.model)


def test_the_plan_and_the_account_too():
    assert unsaid(Plan, (*ABOUT_ME, *ABOUT_PLAN)) == set()
    assert unsaid(User, FIELDS) == set()


def test_every_table_of_a_plan_is_a_kind_or_named():
    of_a_plan = {
        model.__name__
        for model in OURS
        if any(field.related_model is Plan for field in model._meta.concrete_fields)
    }
    assert of_a_plan - {model.__name__ for model in RECORDS} == set(OTHERS)


def test_the_rule_notices():
    assert unsaid(Plan, ABOUT_ME) == set(ABOUT_PLAN)
    assert unsaid(User, FIELDS[1:]) == {"email"}
