"""What the form of a record keeps to, whoever sends it and however often."""

import uuid

import pytest

from careplan.concerns.models import Concern
from careplan.plans.models import CareTeamMember
from careplan.questions.models import Question
from tests.making import concern, question
from tests.posting import read

SENT = str(uuid.UUID(int=7))


def new_question(plan) -> str:
    return f"/plans/{plan.pk}/questions/new/"


def test_somebody_elses_number_makes_a_record_of_ones_own(cast, signed_in):
    """Ana's form carries the number of Maria's private question: it leads to no record of hers."""
    marias = question(cast, cast.maria, text="canary?", is_private=True, request_uuid=SENT)
    response = signed_in(cast.ana).post(
        new_question(cast.plan), {"text": "Mine?", "request_uuid": SENT}
    )
    anas = Question.objects.get(author=cast.ana)
    assert anas.text == "Mine?"
    assert response.status_code == 302
    assert str(marias.pk) not in response["Location"]
    assert Question.objects.get(pk=marias.pk).text == "canary?"


def test_one_number_in_two_plans_makes_two_records(cast, signed_in):
    cast.sams_plan.owner = cast.maria
    cast.sams_plan.save()
    for plan in (cast.plan, cast.sams_plan):
        sent = {"text": f"For {plan.person_name}?", "request_uuid": SENT}
        signed_in(cast.maria).post(new_question(plan), sent)
    assert [q.plan for q in Question.objects.order_by("created")] == [cast.plan, cast.sams_plan]


def test_an_edit_that_is_sent_twice_is_saved_once_and_says_nothing(cast, signed_in):
    mine = question(cast, cast.maria, text="Old?")
    url = f"/plans/{cast.plan.pk}/questions/{mine.pk}/edit/"
    client = signed_in(cast.maria)
    sent = {"text": "New?"} | read(client, url)
    first, again = client.post(url, sent), client.post(url, sent)
    assert (first.status_code, again.status_code) == (302, 302)
    assert Question.objects.get(pk=mine.pk).text == "New?"
    assert Question.objects.get(pk=mine.pk).version == 2


def test_a_limit_counts_what_its_reader_sees(cast, signed_in, monkeypatch):
    monkeypatch.setattr(Concern, "MOST", 2)
    for _n in range(2):
        concern(cast, cast.maria, is_private=True)
    url = f"/plans/{cast.plan.pk}/concerns/new/"
    response = signed_in(cast.ana).post(url, {"category": "other", "words": "Hers"})
    assert response.status_code == 302
    assert Concern.objects.filter(author=cast.ana).count() == 1
    response = signed_in(cast.maria).post(url, {"category": "other", "words": "One too many"})
    assert "This plan holds 2 of these" in response.content.decode()


@pytest.mark.parametrize("charset", ["hex", "rot13", "undefined", "utf-7", "idna"])
def test_a_forged_charset_is_refused(cast, signed_in, charset):
    url = f"/plans/{cast.plan.pk}/care-team/new/"
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    response = signed_in(cast.maria).generic("POST", url, b"--x--", content_type=kind)
    assert response.status_code == 400
    assert "<h1" in response.content.decode()
    assert CareTeamMember.objects.count() == 0


def test_two_windows_of_ones_own_are_told_so(cast, signed_in):
    mine = question(cast, cast.maria, text="Old?")
    url = f"/plans/{cast.plan.pk}/questions/{mine.pk}/edit/"
    client = signed_in(cast.maria)
    opened = read(client, url)
    client.post(url, {"text": "In one window?"} | opened)
    page = client.post(url, {"text": "In another?"} | opened).content.decode()
    assert "You saved a change in another window." in page
    assert "In one window?" in page
    assert "In another?" in page
    assert Question.objects.get(pk=mine.pk).text == "In one window?"
