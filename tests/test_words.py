"""Every page reads at grade 6 or below, in sentences of 15 words or fewer."""

import io
import re
from html import unescape

import pytest
from django.core.management import call_command

from careplan.accounts.models import User
from careplan.library.catalog import LIBRARY
from careplan.plans.models import Plan
from tests.cast import just_asked
from tests.reading import grade, sentences, words

PUBLIC = ["/", "/make-a-list/", "/help/", "/text-size/", "/understand/", "/print/blank/"]
PUBLIC += ["/account/login/", "/account/signup/", "/account/password/reset/"]
PLAN = ["", "help/", "people/", "about/edit/", "concerns/", "concerns/new/", "questions/"]
PLAN += ["questions/new/", "visits/", "visits/new/", "care-team/new/", "understand/"]
PLAN += ["papers/", "papers/choose/", "comfort/"]
PLAN += [f"comfort/{slug}/" for slug in LIBRARY.topics]
PLAN += ["news/", "looked/", "if-i-cannot/", "copy/"]
# Of these, those that only the owner opens.
OWNERS = ["removed/", "invitations/new/", "links/", "links/new/", "hand-over/", "close/", "delete/"]
OWNERS += ["if-i-cannot/look/new/", "if-i-cannot/succeed/new/"]
PAGES_OF_A_PAPER = ["edit", "newer", "people/new", "copies/new", "questions"]
SIGNED_IN = [
    "/settings/",
    "/my-data/",
    "/my-calendar/",
    "/my-reminders/",
    "/plans/",
    "/account/email/",
    "/account/sessions/",
    "/plans/new/",
]
# The article's own words, which are quoted as they are.
QUOTED = {item.text_en for item in LIBRARY.warnings.values()} | {
    question.text_en for question in LIBRARY.questions_tagged("nine")
}
PROSE = re.compile(r'<p\b[^>]*>(.*?)</p>|<span class="hint"[^>]*>(.*?)</span>', re.DOTALL)


def prose_of(page: str) -> list[str]:
    """The sentences of a page: its paragraphs and hints, not its names, labels and buttons."""
    main = page[page.index("<main") : page.index("</footer>")]
    blocks = [found[0] or found[1] for found in PROSE.findall(main)]
    texts = (unescape(re.sub(r"<[^>]+>", " ", block)) for block in blocks)
    lines = (" ".join(text.split()) for text in texts)
    return [line for line in lines if line.endswith((".", "?")) and line not in QUOTED]


def too_hard(client, paths) -> dict:
    found = {}
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        lines = prose_of(response.content.decode())
        assert lines, path
        long = [s for line in lines for s in sentences(line) if len(words(s)) > 15]
        if long or grade(lines) > 6:
            found[path] = (round(grade(lines), 1), long)
    return found


def test_the_measure_notices():
    page = (
        "<main><p>Notwithstanding considerable institutional responsibilities.</p></main></footer>"
    )
    assert grade(prose_of(page)) > 6


def test_public_pages(client, db):
    sections = [f"/understand/{slug}/" for slug in LIBRARY.sections]
    assert too_hard(client, PUBLIC + sections) == {}


@pytest.mark.parametrize("who", ["maria", "ben"])
def test_pages_of_a_plan(signed_in, db, who):
    call_command("demo", stdout=io.StringIO())
    client = signed_in(User.objects.get(email=f"{who}@example.org"))
    just_asked(client)
    plan = Plan.objects.get()
    paper = f"papers/{plan.documents.filter(edition=2).get().pk}/"
    inside = [paper, *(f"{paper}{page}/" for page in PAGES_OF_A_PAPER)]
    visit = plan.appointments.filter(team__name="Dr Lee").first()
    inside += [f"visits/{visit.pk}/{page}/" for page in ("print", "returned")]
    changing = ("new/", "edit/", "choose/", "newer/", "returned/")
    asked = plan.listed.filter(is_private=False, question__is_private=False).first()
    inside.append(f"visits/{asked.appointment_id}/now/{asked.question_id}/")
    own = [p for p in PLAN + inside if who == "maria" or not p.endswith(changing)]
    own += OWNERS if who == "maria" else ["leave/"]
    assert too_hard(client, [f"/plans/{plan.pk}/{path}" for path in own] + SIGNED_IN) == {}
