"""plan.json: exact for Maria, Ana and Ben, and nothing in it that its reader may not see."""

import datetime as dt
import json

import pytest

from careplan.concerns.models import Concern
from careplan.exchange.account_copy import account_data
from careplan.exchange.plan_copy import PlanCopy
from careplan.plans.models import Grant, Membership
from careplan.plans.sections import Section
from tests.exchange.making import NOW, TOPIC, fill, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def copied(cast, user) -> dict:
    return json.loads(json.dumps(PlanCopy(cast.as_member(user)).data()))


def by_maria(record, **fields) -> dict:
    """What every record of Maria's that is open has in the file."""
    return {
        "id": str(record.pk),
        "author": "Maria",
        "created": "2026-12-01T12:00:00Z",
        "changed": "2026-12-01T12:00:00Z",
        "changed_by": "Maria",
        "removed_at": None,
        "is_private": False,
        "private_to": [],
        **fields,
    }


@pytest.fixture
def marias(cast, settings):
    cast.plan.what_matters, cast.plan.sites = "My garden", ["bones"]
    cast.plan.save()
    return fill(cast, settings, by=cast.maria, word="open")


def visits(made) -> dict:
    return {
        "concerns": [
            by_maria(
                made["concern"], category="other", symptoms=[], tests=[], treatments=[],
                words="open concern", bother=None, since="", is_first=False, levels=[],
            )
        ],
        "questions": [
            by_maria(
                made["question"], text="open question?", library_slug="", library_text="",
                concern=str(made["concern"].pk), answer="", answered_at=None, answered_by=None,
            )
        ],
        "proposals": [],
        "appointments": [
            by_maria(
                made["visit"], with_whom="Dr open", on="2026-12-03", at=None, how="", place="",
                who_comes="", time_zone="UTC", code=made["visit"].code,
            )
        ],
        "listed": [
            by_maria(
                made["listed"], appointment=str(made["visit"].pk),
                question=str(made["question"].pk), asked="", place=1,
            )
        ],
        "visit_notes": [by_maria(made["said"], visit=str(made["visit"].pk), text="open said")],
        "follow_ups": [
            by_maria(
                made["to_do"], what="open to do", visit=str(made["visit"].pk), by_when=None,
                taken_by="Maria", by_whom_else="", done_at=None, done_by=None,
            )
        ],
        "answer_drafts": [],
    }  # fmt: skip


def papers(made) -> dict:
    paper, scan = str(made["paper"].pk), made["scan"]
    return {
        "documents": [
            by_maria(
                made["paper"], kind="living-will", own_name="", state="signed", replaces=None,
                signed_on="2020", replaced_on=None, notarized=False, jurisdiction="", form_url="",
                form_checked_on=None, form_checked_by="", original_place="", next_step="",
                look_again_on=None, changes=[], looked_at_on=None, notes="open notes",
            )
        ],
        "named_people": [
            by_maria(
                made["named"], document=paper, part="agent", name="open agent", relation="",
                phone_day="", phone_night="",
            )
        ],
        "copies": [
            by_maria(
                made["copy"], document=paper, holder="open holder", holder_kind="family", phone="",
                since="", handed="", asked_on=None, back_on=None,
            )
        ],
        "scans": [
            by_maria(
                scan, document=paper, label="open scan", kind="application/pdf", pages=3,
                size=scan.size, sha256=scan.sha256, file=None,
            )
        ],
    }  # fmt: skip


def comfort(made, *, choices) -> dict:
    return {
        "topic_choices": choices,
        "topic_notes": [
            by_maria(
                made["note"], topic=TOPIC, state="", visit=None, talked_on=None, decided_on=None,
                wish="open wish", wish_by="Maria",
            )
        ],
    }  # fmt: skip


def people(cast, made) -> dict:
    since = {m.user.name: m.created for m in cast.plan.memberships.select_related("user")}

    def somebody(name, relation, role, grant):
        return {
            "name": name,
            "relation": relation,
            "role": role,
            "since": since[name].strftime("%Y-%m-%dT%H:%M:%SZ"),
            **dict.fromkeys(("visits", "papers", "comfort", "people"), grant),
        }

    return {
        "about_me": {
            "information_need": "",
            "who_may_hear": "",
            "what_matters": "My garden",
            "how_much": "",
            "sites": ["bones"],
        },
        "people": [
            somebody("Ana", "daughter", "caregiver", "change"),
            somebody("Ben", "", "viewer", "see"),
        ],
        "care_team": [
            by_maria(
                made["doctor"], name="open nurse", role="", phone_day="555 0100", phone_night="",
                place="", call_first=False,
            )
        ],
    }  # fmt: skip


def head(cast, name, *sections) -> dict:
    return {
        "format": "careplan-plan",
        "version": 1,
        "made_at": "2026-12-01T12:00:00Z",
        "made_for": name,
        "sections": list(sections),
        "plan": {
            "id": str(cast.plan.pk),
            "owner": "Maria",
            "person_name": "Maria Alvarez",
            "is_for_owner": True,
            "created": cast.plan.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "closed_at": None,
            "deletion_asked_at": None,
        },
    }


def test_maria_gets_all_of_it(cast, marias):
    assert copied(cast, cast.maria) == {
        **head(cast, "Maria", "visits", "papers", "comfort", "people"),
        **visits(marias),
        **papers(marias),
        **comfort(marias, choices=[{"topic": TOPIC, "show": "now"}]),
        **people(cast, marias),
    }


def test_ben_who_looks_gets_the_same_but_marias_own_choices(cast, marias):
    assert copied(cast, cast.ben) == {
        **head(cast, "Ben", "visits", "papers", "comfort", "people"),
        **visits(marias),
        **papers(marias),
        **comfort(marias, choices=[]),
        **people(cast, marias),
    }


def test_ana_without_a_section_gets_nothing_of_it(cast, marias):
    Membership.objects.filter(user=cast.ana).update(visits=Grant.NONE, people=Grant.NONE)
    marias["note"].visit = marias["visit"]
    marias["note"].state, marias["note"].talked_on = "talked", dt.date(2026, 12, 3)
    marias["note"].save()
    notes = comfort(marias, choices=[])
    notes["topic_notes"][0]["state"] = "talked"  # but not when, nor at which visit
    assert copied(cast, cast.ana) == {
        **head(cast, "Ana", "papers", "comfort"),
        **papers(marias),
        **notes,
    }


def test_private_items_are_in_their_authors_copy_alone(cast, settings):
    private = fill(cast, settings, by=cast.ana, word="canary", private=True)
    for user in (cast.maria, cast.ben):
        found = json.dumps(copied(cast, user))
        assert "canary" not in found
        assert not any(
            str(record.pk) in found for name, record in private.items() if name != "choice"
        )
    anas = copied(cast, cast.ana)
    assert json.dumps(anas).count("canary") == 11
    private["concern"].private_to.add(cast.ben)
    bens = copied(cast, cast.ben)["concerns"]
    assert [(c["words"], c["private_to"]) for c in bens] == [("canary concern", [])]
    assert copied(cast, cast.ana)["concerns"][0]["private_to"] == ["Ben"]


def test_no_link_and_no_place_tells_of_what_is_hidden(cast, settings):
    hidden = fill(cast, settings, by=cast.ana, word="canary", private=True)
    mine = fill(cast, settings, by=cast.maria, word="open")
    mine["question"].concern = hidden["concern"]
    mine["question"].save()
    mine["paper"].replaces, mine["paper"].edition = hidden["paper"], 2
    mine["paper"].save()
    mine["listed"].appointment, mine["listed"].position = hidden["visit"], 2
    mine["listed"].save()
    found = copied(cast, cast.maria)
    assert found["questions"][0]["concern"] is None
    assert found["documents"][0]["replaces"] is None
    assert found["listed"] == []
    hidden["visit"].is_private = False
    hidden["visit"].save()
    assert [row["place"] for row in copied(cast, cast.maria)["listed"]] == [1]


def test_own_removed_ones_are_marked_for_thirty_days(cast, time_machine):
    worry = make(cast, Concern, cast.maria, category="other", words="canary")
    worry.remove(by=cast.ana)
    assert [c["removed_at"] for c in copied(cast, cast.maria)["concerns"]] == [
        "2026-12-01T12:00:00Z"
    ]
    assert copied(cast, cast.ana)["concerns"] == []
    time_machine.shift(dt.timedelta(days=30, seconds=1))
    assert copied(cast, cast.maria)["concerns"] == []


def test_a_copy_of_the_account(cast, signed_in):
    signed_in(cast.ana)
    found = json.loads(json.dumps(account_data(cast.ana)))
    signed = found.pop("signed_in")
    shared = Membership.objects.get(user=cast.ana)
    assert found == {
        "format": "careplan-account",
        "version": 1,
        "made_at": "2026-12-01T12:00:00Z",
        "account": {
            "email": "ana@example.org",
            "name": "Ana",
            "joined": cast.ana.joined.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "last_login": found["account"]["last_login"],
            "deletion_asked_at": None,
            "information_level": "later",
            "text_size": "normal",
            "colours": "auto",
            "letters": "book",
            "language": "en",
            "paper": "letter",
            "print_size": "normal",
            "time_zone": "UTC",
        },
        "known_browsers": [],
        "second_steps": [],
        "plans_i_keep": [],
        "plans_shared_with_me": [
            {
                "id": str(cast.plan.pk),
                "person_name": "Maria Alvarez",
                "role": "caregiver",
                "relation": "daughter",
                "since": shared.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
                **{section.value: "change" for section in Section},
            }
        ],
    }
    assert [sorted(row) for row in signed] in ([], [["address", "device", "since"]])
