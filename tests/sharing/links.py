"""Share links for tests: one that is made, and a browser that has opened one."""

import datetime

from django.test import Client
from django.utils import timezone

from careplan.accounts.tokens import digest
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.plans.access import Section
from careplan.sharing.link_keys import code_digest
from careplan.sharing.link_making import make_link
from careplan.sharing.share_links import ShareLink
from careplan.topics.models import TopicNote
from tests.documents.papers import copy_of, named, paper
from tests.making import concern, doctor, question

TOKEN, CODE = "t" * 43, "123456"
ALL = ("visits", "papers", "comfort", "people")
FILES = ("question-list", "doctor", "papers", "comfort", "emergency")
NEXT_WEEK = timezone.localdate() + datetime.timedelta(days=7)


def link_of(cast, *, shows=ALL, code="", token=TOKEN, by=None, **fields) -> ShareLink:
    token_sha256 = digest(token)
    fields = {"label": "Dr Lee", "days": 7} | fields
    return make_link(
        plan=cast.plan,
        by=by or cast.maria,
        token_sha256=token_sha256,
        code_digest=code_digest(code, token_sha256) if code else "",
        **{section.value: section.value in shows for section in Section},
        **fields,
    )


def opened(link, *, token=TOKEN, code="", client=None) -> Client:
    """A browser that came by the link and pressed “Open”."""
    client = client or Client()
    client.get(f"/link/{token}/")
    client.post(f"/link/{link.pk}/open/", {"code": code})
    return client


def addresses(link) -> list[str]:
    return [f"/link/{link.pk}/", *(f"/link/{link.pk}/{name}.pdf" for name in FILES)]


def by_maria(cast) -> dict:
    return {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}


def fill(cast, word="", **fields) -> dict:
    """Something in each part of Maria's plan, each with a word of that part: visits-1, papers-1…

    With fields such as is_private=True, each record has them too.
    """
    visit = Appointment.objects.create(
        with_whom=f"visits-{word}0", on=NEXT_WEEK, **by_maria(cast), **fields
    )
    worry = concern(cast, cast.maria, words=f"visits-{word}1", bother=7, **fields)
    asked = question(cast, cast.maria, text=f"visits-{word}2?", concern=worry, **fields)
    ListedQuestion.objects.create(
        appointment=visit, question=asked, position=1, **by_maria(cast), **fields
    )
    signed = paper(cast, signed_on="2020", original_place=f"papers-{word}1", **fields)
    named(cast, signed, name=f"papers-{word}2", **fields)
    copy_of(cast, signed, holder=f"papers-{word}3", **fields)
    TopicNote.objects.create(
        topic="respite", wish=f"comfort-{word}1", wish_by=cast.maria, **by_maria(cast), **fields
    )
    doctor(cast, name=f"people-{word}1", phone_day="555 0142", **fields)
    return {"visit": visit, "concern": worry, "question": asked, "paper": signed}
