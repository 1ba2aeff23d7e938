"""The article retold by section: in a plan, and for anybody."""

import re

import pytest

from careplan.library.catalog import LIBRARY
from careplan.questions.models import Question
from tests.making import question

OPEN_AT_BASICS = [
    "what-it-is",
    "where-it-spreads",
    "signs",
    "tests",
    "treatments",
    "prevention",
    "living-with-it",
    "asking",
]


def url(cast, tail="") -> str:
    return f"/plans/{cast.plan.pk}/understand/{tail}"


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def linked(html: str) -> list[str]:
    main = html[html.index("<main") : html.index("</main>")]
    return re.findall(r'href="[^"]*/understand/([a-z-]+)/"', main)


def test_the_contents_have_every_section(cast, signed_in):
    html = page(signed_in(cast.maria), url(cast))
    assert sorted(linked(html)) == sorted(LIBRARY.sections)
    before, _fold, after = html.partition("What may lie ahead")
    assert linked(before + "</main>") == OPEN_AT_BASICS
    assert linked("<main" + after) == ["what-to-expect"]
    assert '<details class="fold"><summary>' in before


@pytest.mark.parametrize("level", ["main", "everything"])
def test_more_is_open_for_who_wants_more(cast, signed_in, level):
    cast.maria.information_level = level
    cast.maria.save()
    html = page(signed_in(cast.maria), url(cast))
    assert linked(html) == list(LIBRARY.sections)
    assert "What may lie ahead" not in html


@pytest.mark.parametrize("slug", LIBRARY.sections)
def test_each_section_with_its_text_its_source_and_its_questions(cast, signed_in, client, slug):
    section = LIBRARY.sections[slug]
    inside = page(signed_in(cast.maria), url(cast, f"{slug}/"))
    client.logout()
    outside = page(client, f"/understand/{slug}/")
    for html in (inside, outside):
        for part in section.parts:
            for text in (part.title, *part.paragraphs, *part.points):
                assert text.replace("'", "&#x27;") in html
        assert "Cleveland Clinic" in html
        assert "The article was last reviewed on 20 December 2021." in html
        assert "We last checked this page on 24 November 2026." in html
        assert all(heading in html for heading in section.headings)
        assert all(q.text in html for q in LIBRARY.questions_tagged(section.tag))
    assert f'action="{url(cast, f"{slug}/pick/")}"' in inside
    assert "<form" not in outside
    assert 'href="/make-a-list/"' in outside


def test_no_survival_figure_is_on_any_page(client, cast):
    for slug in LIBRARY.sections:
        html = page(client, f"/understand/{slug}/")
        assert "%" not in html
        assert "survival" not in html.lower()


def test_what_lies_ahead_is_closed_for_anybody(client, cast):
    html = page(client, "/understand/asking/")
    ahead = html.index("Questions about what may lie ahead")
    assert ahead < html.index("Do I need to consider hospice care?")
    assert html.index("What legal documents should I have in place?") < ahead


def test_the_public_contents(client, cast):
    html = page(client, "/understand/")
    assert sorted(linked(html)) == sorted(LIBRARY.sections)
    assert "/plans/" not in html


def test_ticks_of_a_section_become_questions(cast, signed_in):
    client = signed_in(cast.maria)
    sent = {"slugs": ["legal-documents"]}
    for _twice in range(2):
        assert client.post(url(cast, "asking/pick/"), sent).status_code == 302
    picked = Question.objects.get()
    assert (picked.library_slug, picked.concern, picked.author) == (
        "legal-documents",
        None,
        cast.maria,
    )
    assert 'value="legal-documents"' not in page(client, url(cast, "asking/"))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Tick a question, or write one in your own words"),
        ({"slugs": ["cost-me"]}, "Choose one of the answers on this page"),
    ],
)
def test_a_wrong_pick_of_a_section(cast, signed_in, sent, sentence):
    html = signed_in(cast.maria).post(url(cast, "asking/pick/"), sent).content.decode()
    assert sentence in html
    assert Question.objects.count() == 0


def test_who_may_not_pick_reads_the_questions(cast, signed_in):
    html = page(signed_in(cast.ben), url(cast, "signs/"))
    assert "Which symptoms should I watch for?" in html
    assert "<form" not in html
    assert "make-a-list" not in html


def test_without_a_grant_in_visits_nothing_is_told(cast, signed_in):
    question(cast, cast.maria, library_slug="signs-watch", library_text="x", text="canary")
    cast.plan.memberships.filter(user=cast.ana).update(visits="none")
    html = page(signed_in(cast.ana), url(cast, "signs/"))
    assert "Which symptoms should I watch for?" in html
    assert "canary" not in html
    assert "<form" not in html


@pytest.mark.parametrize("slug", ["forged", "x" * 200])
def test_a_section_that_is_none(cast, signed_in, client, slug):
    assert client.get(f"/understand/{slug}/").status_code == 404
    assert signed_in(cast.maria).get(url(cast, f"{slug}/")).status_code == 404
    assert client.post(url(cast, f"{slug}/pick/")).status_code == 404


def test_methods(cast, signed_in):
    client = signed_in(cast.maria)
    for address in (url(cast), url(cast, "signs/"), "/understand/", "/understand/signs/"):
        assert client.post(address).status_code == 405
