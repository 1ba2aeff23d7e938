"""Every route of a plan x every person x every method, in one table.

A route that is missing from the table fails, and so does one that is there and no longer exists.
"""

import datetime

import pytest
from django.apps import apps
from django.urls import get_resolver, reverse

from careplan.accounts.models import User
from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.appointments.visit_notes import VisitNote
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson
from careplan.library.catalog import LIBRARY
from careplan.plans.looking import AccessEvent, Looked
from careplan.plans.models import CareTeamMember, Grant, Membership, Role
from careplan.questions.models import Question
from careplan.questions.proposals import ProposedQuestion
from careplan.sharing.share_links import ShareLink
from careplan.sharing.stand_ins import Purpose, name_stand_in
from careplan.topics.models import TopicNote
from tests.cast import just_asked, membership, person
from tests.documents.scans import kept_scan, make_keys
from tests.sharing.conftest import invited
from tests.test_architecture import routes

VIEW, EDIT, OWN = "view", "edit", "own"
SUGGEST = "suggest"
MINE = "mine"  # a setting of the reader's own, which whoever may look may change
NAMED = "named"  # whom the owner named to stand in, and nobody else; here, that is Zoe
SHARE, WITHDRAW = "share", "withdraw"
GO = "go"  # any member's own way out; its page is seen here, its button elsewhere
KEEPERS = {OWN, SHARE, WITHDRAW}  # what neither a viewer nor a caregiver does
COPY = "copy"  # a copy of what the reader may see, made by a button
READ, SEND, FORM = ("GET",), ("POST",), ("GET", "POST")

# name: (who may, by which methods)
TABLE = {
    "home": (VIEW, READ),
    "home_seen": (MINE, SEND),
    "news": (VIEW, READ),
    "removed": (SUGGEST, READ),
    "plan_help": (VIEW, READ),
    "first_step": (OWN, FORM),
    "people": (VIEW, READ),
    "member_edit": (WITHDRAW, FORM),
    "member_remove": (WITHDRAW, FORM),
    "invitation_create": (SHARE, FORM),
    "invitation_send": (SHARE, SEND),
    "invitation_link": (SHARE, SEND),
    "invitation_take_back": (WITHDRAW, SEND),
    "hand_over": (OWN, FORM),
    "hand_over_take_back": (OWN, SEND),
    "hand_over_answer": (MINE, SEND),
    "plan_leave": (GO, FORM),
    "about_me": (VIEW, READ),
    "about_me_edit": (EDIT, FORM),
    "about_me_history": (VIEW, READ),
    "care_team_create": (EDIT, FORM),
    "care_team_edit": (EDIT, FORM),
    "care_team_history": (VIEW, READ),
    "care_team_remove": (EDIT, SEND),
    "care_team_restore": (EDIT, SEND),
    "concern_list": (VIEW, READ),
    "concern_create": (EDIT, FORM),
    "concern_detail": (VIEW, READ),
    "concern_edit": (EDIT, FORM),
    "concern_history": (VIEW, READ),
    "concern_remove": (EDIT, SEND),
    "concern_restore": (EDIT, SEND),
    "concern_level": (EDIT, SEND),
    "concern_questions": (EDIT, READ),
    "concern_pick": (EDIT, SEND),
    "question_list": (VIEW, READ),
    "question_create": (EDIT, FORM),
    "question_detail": (VIEW, READ),
    "question_edit": (EDIT, FORM),
    "question_original": (EDIT, SEND),
    "question_answer": (EDIT, FORM),
    "question_history": (VIEW, READ),
    "question_remove": (EDIT, SEND),
    "question_restore": (EDIT, SEND),
    "understand": (VIEW, READ),
    "understand_section": (VIEW, READ),
    "section_pick": (EDIT, SEND),
    "appointment_list": (VIEW, READ),
    "appointment_create": (EDIT, FORM),
    "appointment_detail": (VIEW, READ),
    "appointment_edit": (EDIT, FORM),
    "appointment_history": (VIEW, READ),
    "appointment_remove": (EDIT, SEND),
    "appointment_restore": (EDIT, SEND),
    "appointment_choose": (EDIT, FORM),
    "appointment_carry": (EDIT, FORM),
    "visit_after": (VIEW, READ),
    "visit_note_create": (EDIT, FORM),
    "visit_note_edit": (EDIT, FORM),
    "visit_note_remove": (EDIT, SEND),
    "visit_note_restore": (EDIT, SEND),
    "follow_up_list": (VIEW, READ),
    "follow_up_create": (EDIT, FORM),
    "follow_up_detail": (VIEW, READ),
    "follow_up_edit": (EDIT, FORM),
    "follow_up_hand_over": (EDIT, FORM),
    "follow_up_take": (EDIT, SEND),
    "follow_up_done": (SUGGEST, SEND),
    "follow_up_undone": (SUGGEST, SEND),
    "follow_up_remove": (EDIT, SEND),
    "follow_up_restore": (EDIT, SEND),
    "follow_up_history": (VIEW, READ),
    "visit_now": (VIEW, READ),
    "now_question": (VIEW, READ),
    "now_save": (EDIT, SEND),
    "now_draft": (EDIT, SEND),
    "now_others": (VIEW, READ),
    "listed_create": (EDIT, FORM),
    "appointment_calendar": (VIEW, READ),
    "appointment_calendar_file": (VIEW, READ),
    "appointment_zone": (EDIT, FORM),
    "proposal_create": (SUGGEST, FORM),
    "proposal_history": (VIEW, READ),
    "proposal_take": (EDIT, SEND),
    "proposal_leave": (EDIT, SEND),
    "proposal_again": (EDIT, SEND),
    "proposal_remove": (SUGGEST, SEND),
    "proposal_restore": (SUGGEST, SEND),
    "listed_place": (EDIT, SEND),
    "listed_take_off": (EDIT, SEND),
    "listed_put_back": (EDIT, SEND),
    "document_list": (VIEW, READ),
    "document_choose": (EDIT, FORM),
    "document_detail": (VIEW, READ),
    "document_edit": (EDIT, FORM),
    "document_replace": (EDIT, FORM),
    "document_history": (VIEW, READ),
    "document_remove": (EDIT, SEND),
    "document_restore": (EDIT, SEND),
    "document_looked_at": (EDIT, SEND),
    "document_count_again": (EDIT, SEND),
    "document_questions": (VIEW, READ),
    "document_pick": (EDIT, SEND),
    "named_create": (EDIT, FORM),
    "named_edit": (EDIT, FORM),
    "named_remove": (EDIT, SEND),
    "named_restore": (EDIT, SEND),
    "copy_create": (EDIT, FORM),
    "copy_edit": (EDIT, FORM),
    "copy_remove": (EDIT, SEND),
    "copy_restore": (EDIT, SEND),
    "copy_asked": (EDIT, SEND),
    "copy_back": (EDIT, SEND),
    "copy_out_again": (EDIT, SEND),
    "scan_create": (EDIT, FORM),
    "scan_file": (VIEW, READ),
    "scan_preview": (VIEW, READ),
    "scan_remove": (EDIT, SEND),
    "scan_restore": (EDIT, SEND),
    "topic_list": (VIEW, READ),
    "topic_choose": (MINE, SEND),
    "topic_detail": (VIEW, READ),
    "topic_pick": (EDIT, SEND),
    "topic_edit": (EDIT, FORM),
    "topic_history": (VIEW, READ),
    "topic_remove": (EDIT, SEND),
    "topic_restore": (EDIT, SEND),
    "question_list_print": (VIEW, READ),
    "question_list_pdf": (VIEW, READ),
    "fillable_pdf": (EDIT, READ),
    "phone_list_file": (VIEW, READ),
    "returned_list": (EDIT, FORM),
    "returned_save": (EDIT, SEND),
    "doctor_page_print": (VIEW, READ),
    "doctor_page_pdf": (VIEW, READ),
    "after_print": (VIEW, READ),
    "after_pdf": (VIEW, READ),
    "papers_print": (VIEW, READ),
    "papers_pdf": (VIEW, READ),
    "comfort_print": (VIEW, READ),
    "comfort_pdf": (VIEW, READ),
    "emergency_print": (VIEW, READ),
    "emergency_pdf": (VIEW, READ),
    "who_looked": (VIEW, READ),
    "who_looked_day": (VIEW, READ),
    "stand_ins": (VIEW, READ),
    "stand_in_create": (OWN, FORM),
    "stand_in_edit": (OWN, FORM),
    "stand_in_stop": (OWN, SEND),
    "stand_in_refuse": (OWN, SEND),
    "stand_in_ask": (NAMED, FORM),
    "stand_in_take_over": (NAMED, FORM),
    "plan_close": (OWN, FORM),
    "plan_reopen": (OWN, SEND),
    "share_links": (WITHDRAW, READ),
    "share_link_new": (SHARE, FORM),
    "share_link_replace": (SHARE, FORM),
    "share_link_end": (WITHDRAW, SEND),
    "plan_copy": (VIEW, READ),
    "plan_copy_file": (COPY, SEND),
    "plan_delete": (OWN, FORM),
    "plan_keep": (OWN, SEND),
}
TOPIC = next(iter(LIBRARY.topics))
SHOWN = {"visit_now": 302}  # shows nothing itself, and leads on; every other page is shown
# Whoever the person is, these methods stand in no route of a plan.
NEVER = ("PUT", "PATCH", "DELETE")


@pytest.fixture
def signed_in(signed_in, monkeypatch):
    """Whoever signs in here has just shown who they are. For a copy nothing is printed or sent."""
    monkeypatch.setattr("careplan.exchange.archive.printed", lambda member: ({}, []))
    monkeypatch.setattr("careplan.exchange.copy_views.tell", lambda request, plan_id: None)

    def sign_in(user):
        client = signed_in(user)
        just_asked(client)
        return client

    return sign_in


def plan_routes() -> set[str]:
    found = set()

    def walk(patterns, prefix):
        for entry in patterns:
            path = prefix + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                walk(entry.url_patterns, path)
            elif "plan_id" in path:
                found.add(entry.name)

    walk(get_resolver().url_patterns, "")
    return found


def test_the_table_is_whole():
    assert plan_routes() == set(TABLE)
    assert len(plan_routes()) == sum("plan_id" in path for path, _view in routes())


@pytest.fixture
def max_(cast):
    """Max, who helps to keep Maria's plan."""
    return membership(cast.plan, person("Max"), "manager", "change").user


@pytest.fixture
def addresses(cast, settings):
    """Each route's address, on records of Maria's that hold a word nobody else may read."""
    make_keys(settings)
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    concern = Concern.objects.create(category="other", words="canary", **by)
    question = Question.objects.create(text="canary?", concern=concern, **by)
    appointment = Appointment.objects.create(with_whom="Dr Canary", on="2026-12-03", **by)
    listed = {"appointment": appointment, "question": question, "position": 1}
    ListedQuestion.objects.create(**listed, **by)
    doctor = CareTeamMember.objects.create(name="Dr Canary", **by)
    paper = {"state": "signed", "signed_on": "2020", "original_place": "canary?"}
    document = AdvanceDocument.objects.create(kind="will", **paper, **by)
    copy = {"holder": "canary?", "holder_kind": "family"}
    trusted = membership(cast.plan, person("Zoe"), Role.VIEWER, Grant.SEE)
    # A day of which everybody may see something: that somebody looked at Home.
    for user in User.objects.all():
        AccessEvent.objects.create(
            plan_id=cast.plan.pk,
            user_id=user.pk,
            kind=Looked.VIEW,
            page="home",
            hour=datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC),
        )
    keys = {
        "stand": name_stand_in(trusted, purpose=Purpose.LOOK, wait_days=3, by=cast.maria),
        "document": document,
        "named": NamedPerson.objects.create(document=document, name="canary?", **by),
        "scan": kept_scan(document, label="canary?"),
        "copy": DocumentCopy.objects.create(document=document, **copy, **by),
        "topic": TopicNote.objects.create(topic=TOPIC, wish="canary?", wish_by=cast.maria, **by),
        "concern": concern,
        "question": question,
        "appointment": appointment,
        "listed": appointment,
        "proposal": ProposedQuestion.objects.create(text="canary?", **by),
        "care": doctor,
        "visit": VisitNote.objects.create(visit=appointment, text="canary?", **by),
        "follow": FollowUp.objects.create(visit=appointment, what="canary?", **by),
        "member": Membership.objects.get(user=cast.ben),
        "invitation": invited(cast, "canary@example.org", name="canary?"),
        "share": ShareLink.objects.create(
            plan=cast.plan, made_by=cast.maria, label="canary?", papers=True, token_sha256="x"
        ),
    }

    def address(name):
        wanted = {"plan_id": cast.plan.pk}
        route = next(path for path, view in named_routes() if view == name)
        if "pk>" in route:
            kind = name.split("_")[0]
            of_paper = kind in {"named", "copy", "scan"} and route.endswith("/new/")
            record = appointment if "/visits/" in route else keys["document" if of_paper else kind]
            wanted["pk"] = record.pk
        if "question>" in route:
            wanted["question"] = question.pk
        if "slug>" in route:
            wanted["slug"] = TOPIC if name.startswith("topic") else next(iter(LIBRARY.sections))
        if "step>" in route:
            wanted["step"] = "level"
        if "day>" in route:
            wanted["day"] = "2026-11-20"
        if "purpose>" in route:
            wanted["purpose"] = "look"
        return reverse(name, kwargs=wanted)

    return {name: address(name) for name in TABLE if name in plan_routes()}


def named_routes():
    def walk(patterns, prefix):
        for entry in patterns:
            path = prefix + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                yield from walk(entry.url_patterns, path)
            else:
                yield path, entry.name

    return walk(get_resolver().url_patterns, "")


def snapshot() -> dict:
    """Every row of every table of ours, value by value, but of who looked."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in apps.get_app_config("careplan").get_models()
        if model is not AccessEvent
    }


def statuses(client, address) -> dict[str, int]:
    return {
        method: client.generic(
            method, address, "", content_type="application/x-www-form-urlencoded"
        ).status_code
        for method in ("GET", "POST", *NEVER)
    }


def fresh(client):
    """Who is signed in there showed a moment ago who they are."""
    just_asked(client)
    return client


def test_anonymous_is_asked_to_sign_in(addresses, client):
    for name, address in addresses.items():
        for method in FORM:
            response = client.generic(method, address)
            assert response.status_code == 302, name
            assert response["Location"].startswith("/account/login/"), name
            assert b"canary" not in response.content.lower()


@pytest.mark.parametrize("who", ["sam", "rita"])
def test_outsiders_get_404(cast, addresses, signed_in, who):
    client, before = signed_in(getattr(cast, who)), snapshot()
    for name, address in addresses.items():
        assert set(statuses(client, address).values()) == {404}, name
        body = client.get(address).content.decode()
        assert "canary" not in body.lower(), name
        assert "Maria" not in body, name
        assert ("You can no longer see this plan" in body) == (who == "rita"), name
    assert snapshot() == before


def test_a_strangers_404_is_that_of_no_plan(cast, addresses, signed_in):
    client = signed_in(cast.sam)
    nothing = "/plans/00000000-0000-4000-8000-000000000000/"
    assert client.get(addresses["home"]).content == client.get(nothing).content


def test_the_viewer_looks_and_changes_nothing(cast, addresses, signed_in):
    client, before = fresh(signed_in(cast.ben)), snapshot()
    for name, address in addresses.items():
        who, methods = TABLE[name]
        if who == GO:
            assert client.get(address).status_code == 200, name
            continue
        found = statuses(client, address)
        if who == VIEW:
            # What others suggest is for whoever may take it.
            assert found["GET"] in ({404} if name == "proposal_history" else {200, 302}), name
            assert found["POST"] == 405, name
        elif who == MINE:
            assert found["POST"] == 302, name
        elif who == NAMED:
            assert {found[m] for m in methods} == {404}, name
        elif who == COPY:
            assert found["POST"] == 200, name
        else:
            assert {found[m] for m in methods} == {403}, name
    assert snapshot() == before


PEOPLES = {"about_me", "about_me_edit", "about_me_history"} | {
    n for n in TABLE if n.startswith("care_team")
}
PAPERS = ("document_", "named_", "copy_", "scan_", "papers_", "emergency_")
EVERYWHERE = {
    "home",
    "home_seen",
    "news",
    "removed",
    "plan_help",
    "understand",
    "understand_section",
}
EVERYWHERE |= {"who_looked", "who_looked_day", "stand_ins"}
EVERYWHERE |= {"people", "plan_leave", "hand_over_answer"}
EVERYWHERE |= {"plan_copy", "plan_copy_file"}


def section_of(name: str) -> str:
    """The section whose grant opens a route; "" where any grant does."""
    if name in EVERYWHERE:
        return ""
    if name.endswith("_pick"):  # from wherever they are picked, questions are of the visits
        return "visits"
    if name.startswith(PAPERS):
        return "papers"
    if name.startswith(("topic_", "comfort_")):
        return "comfort"
    return "people" if name in PEOPLES else "visits"


RECORDS_OF = {
    "visits": {
        *("Appointment", "Concern", "Question", "ListedQuestion", "ProposedQuestion"),
        *("FollowUp", "VisitNote"),
    },
    "papers": {"AdvanceDocument", "DocumentCopy", "NamedPerson", "Scan"},
    "comfort": {"TopicNote", "TopicChoice"},
    "people": {"CareTeamMember", "Plan"},
}
# Picking where the questions stand on a page of another section asks for that one too.
SEE_TOO = {"document_pick": "papers", "topic_pick": "comfort"}


@pytest.mark.parametrize("granted", ["visits", "people", "papers", "comfort"])
def test_each_grant_opens_its_own_section_alone(cast, addresses, signed_in, granted):
    grants = dict.fromkeys(("visits", "papers", "comfort", "people"), "none")
    Membership.objects.filter(user=cast.ana).update(**grants | {granted: "change"})
    client, before = fresh(signed_in(cast.ana)), snapshot()
    for name, address in addresses.items():
        who, methods = TABLE[name]
        in_section = section_of(name) in {"", granted} or who == NAMED
        if who in KEEPERS or not in_section or name in SEE_TOO:
            found = {client.generic(method, address).status_code for method in methods}
            assert found == {403}, name
            # Whom to call stands in Get help for every member; nothing else does.
            assert b"canary?" not in client.get(address).content.lower(), name
        elif who == NAMED:
            assert {client.generic(method, address).status_code for method in methods} == {404}
        elif "GET" in methods:
            assert client.get(address).status_code == SHOWN.get(name, 200), name
        elif who == EDIT:
            assert client.post(address).status_code != 403, name
    changed = {name for name, rows in snapshot().items() if rows != before[name]}
    changed.discard("Change")  # whatever it is of
    assert changed
    assert changed <= RECORDS_OF[granted]


def test_the_caregiver_changes_but_does_not_own(cast, addresses, signed_in):
    client = fresh(signed_in(cast.ana))
    for name, address in addresses.items():
        who, methods = TABLE[name]
        if "GET" in methods:
            refused = dict.fromkeys(KEEPERS, 403) | {NAMED: 404}
            assert client.get(address).status_code == refused.get(who, SHOWN.get(name, 200)), name
    sent = {"category": "other", "words": "From Ana"}
    client.post(addresses["concern_create"], sent)
    client.post(addresses["question_create"], {"text": "Ana asks?"})
    client.post(addresses["care_team_create"], {"name": "Nurse Kim", "phone_day": "555 0100"})
    assert Concern.objects.filter(author=cast.ana).values_list("words", flat=True)[0] == "From Ana"
    assert Question.objects.filter(author=cast.ana).values_list("text", flat=True)[0] == "Ana asks?"
    assert CareTeamMember.objects.get(author=cast.ana).name == "Nurse Kim"


def test_the_manager_does_all_but_own(cast, addresses, signed_in, max_):
    client = signed_in(max_)
    for name, address in addresses.items():
        who, methods = TABLE[name]
        if who == OWN:
            found = {client.generic(method, address).status_code for method in methods}
            assert found == {403}, name
        elif "GET" in methods:
            assert client.get(address).status_code == (
                404 if who == NAMED else SHOWN.get(name, 200)
            ), name
        elif who in {EDIT, SHARE, WITHDRAW}:
            assert client.post(address).status_code not in {403, 405}, name


def test_the_owner_and_the_wrong_methods(cast, addresses, signed_in):
    client = fresh(signed_in(cast.maria))
    for name, address in addresses.items():
        who, methods = TABLE[name]
        if "GET" in methods:
            assert client.get(address).status_code == (
                404 if who == NAMED else SHOWN.get(name, 200)
            ), name
        for method in {"GET", "POST", *NEVER} - set(methods):
            response = client.generic(method, address)
            assert response.status_code == 405, (name, method)


def test_ids_of_another_plan_are_not_found(cast, addresses, signed_in):
    """Maria's records inside Sam's plan's addresses: 404 for Sam, whatever the method."""
    client, before = fresh(signed_in(cast.sam)), snapshot()
    for name, address in addresses.items():
        moved = address.replace(str(cast.plan.pk), str(cast.sams_plan.pk))
        if "<uuid:pk>" in next(path for path, view in named_routes() if view == name):
            for method in TABLE[name][1]:
                assert client.generic(method, moved).status_code == 404, name
    assert snapshot() == before


def test_what_is_sent_too_late_is_kept_from_every_form(cast, addresses, signed_in):
    """Maria's session has ended while she wrote, whichever form it was."""
    client = signed_in(cast.maria)
    client.get("/settings/")
    del client.cookies["sessionid"]
    sending = {name for name, (_who, methods) in TABLE.items() if "POST" in methods}
    before = snapshot()
    for name in sorted(sending):
        answer = client.post(addresses[name], {"words": "Kept words"})
        kept = cast.maria.kept_posts.get()
        assert answer["Location"] == f"/account/login/?next=%2Faccount%2Fkept%2F{kept.pk}%2F", name
        assert kept.opened().path == addresses[name]
        client.force_login(cast.maria, "allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(f"/account/kept/{kept.pk}/").content.decode()
        assert '<p class="aside">Kept words</p>' in page, name
        assert f'<form method="post" action="{addresses[name]}">' in page, name
        assert '<input type="hidden" name="words" value="Kept words">' in page, name
        kept.delete()
        del client.cookies["sessionid"]
    assert len(sending) > 80
    assert snapshot() | {"User": before["User"]} == before  # when she signed in last
