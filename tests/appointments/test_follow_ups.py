"""Things to do: who takes care of each, when it is due, and who may tick it off."""

import datetime
import itertools
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from careplan.appointments.follow_up_forms import FollowUpForm
from careplan.appointments.follow_ups import FollowUp, take_on, tick
from careplan.plans.access import Section
from careplan.plans.history import Change
from careplan.plans.models import Membership, Plan
from careplan.plans.private import people_who_see
from tests.appointments.lists import visit
from tests.appointments.to_do import stands, to_do
from tests.posting import hidden_in, read

TODAY = datetime.date(2026, 11, 24)
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def words(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def shown(page: str, section: str) -> list[str]:
    """What is to do, in the order of a section of the list."""
    part = page[page.index(f'<h2 id="{section}">') :]
    part = part[: part.index("</section>")]
    return re.findall(r'<p id="f-[^"]*"><a [^>]*>([^<]*)</a>', part)


def sent(client, address, **fields) -> dict:
    return read(client, address) | fields


def due(cast, user) -> list[str]:
    member = cast.as_member(user)
    found = cast.plan.follow_ups.seen_by(member).due(member, TODAY)
    return [follow_up.what for follow_up in found]


# --- the record ---


def test_done_has_its_time_and_its_author(cast):
    for half in ({"done_at": NOW}, {"done_by": cast.maria}):
        with pytest.raises(IntegrityError), transaction.atomic():
            to_do(cast, **half)
    to_do(cast, done_at=NOW, done_by=cast.maria)


def test_ticked_off_twice_is_ticked_off_once(cast):
    call = to_do(cast)
    for _press in range(2):
        tick(stands(call), done=True, by=cast.ana)
    done = stands(call)
    assert (done.done_at, done.done_by, done.version) == (NOW, cast.ana, 2)
    tick(stands(call), done=False, by=cast.maria)
    again = stands(call)
    assert (again.done_at, again.done_by, again.version) == (None, None, 3)
    noted = Change.objects.filter(record=call.pk).order_by("pk")
    assert [(change.by, set(change.became)) for change in noted] == [
        (cast.ana, {"done_at"}),
        (cast.maria, {"done_at"}),
    ]


def test_the_first_who_takes_it_has_it(cast):
    call = to_do(cast)
    take_on(follow_up=call, member=cast.as_member(cast.ana))
    late = take_on(follow_up=call, member=cast.as_member(cast.maria))
    assert late.held_by == cast.ana
    assert (stands(call).taken_by, stands(call).version) == (cast.ana, 2)


def test_it_outlives_its_visit(cast):
    lee = visit(cast)
    call = to_do(cast, visit=lee)
    lee.delete()
    assert stands(call).visit_id is None


ROLES = ("manager", "caregiver", "viewer")
ENDS = (None, NOW - DAY)


@pytest.mark.parametrize(
    ("role", "grant", "opens", "removed"),
    [
        case
        for case in itertools.product(ROLES, ("none", "see", "change"), (*ENDS, NOW + DAY), ENDS)
        if case[:2] != ("viewer", "change")
    ],
)
def test_who_holds_it_is_who_sees_the_visits(cast, role, grant, opens, removed):
    """The query and the table of access.py say the same of everybody."""
    grants = dict.fromkeys(("visits", "papers", "comfort", "people"), grant)
    Membership.objects.filter(user=cast.ana).update(
        role=role, opens_at=opens, removed_at=removed, **grants
    )
    call = to_do(cast, taken_by=cast.ana)
    asked = FollowUp.objects.with_who(cast.as_member(cast.maria)).get(pk=call.pk)
    sees = cast.ana in people_who_see(cast.plan, Section.VISITS)
    assert asked.is_held is sees
    assert asked.who == ("Ana" if sees else "For anyone")


def test_the_owner_holds_it_whoever_that_is(cast):
    call = to_do(cast, taken_by=cast.maria)
    assert FollowUp.objects.with_who(cast.as_member(cast.ana)).get(pk=call.pk).who == "Maria"
    Plan.objects.filter(pk=cast.plan.pk).update(owner=cast.sam)
    cast.plan.refresh_from_db()
    asked = FollowUp.objects.with_who(cast.as_member(cast.ana)).get(pk=call.pk)
    assert asked.who == "For anyone"


def test_who_cannot_read_it_holds_it_no_more(cast):
    """Ana left and came back: she is off the list of readers."""
    call = to_do(cast, taken_by=cast.ana, is_private=True)
    reading = FollowUp.objects.with_who(cast.as_member(cast.maria))
    assert reading.get(pk=call.pk).who == "For anyone"
    call.private_to.add(cast.ana)
    assert reading.get(pk=call.pk).who == "Ana"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ("For anyone", "")),
        ({"by_when": TODAY}, ("For anyone", "Due today")),
        ({"by_when": TODAY + DAY}, ("For anyone", "By Wednesday 25 November")),
        ({"by_when": TODAY - DAY}, ("For anyone", "Was due on Monday 23 November")),
        ({"by_whom_else": "Dr Lee’s office"}, ("Dr Lee’s office", "")),
    ],
)
def test_in_words(cast, fields, said):
    call = to_do(cast, **fields)
    asked = FollowUp.objects.with_who(cast.as_member(cast.maria)).get(pk=call.pk)
    assert (asked.who, asked.when) == said


def test_two_who_do_it_and_one_who_ticked_it_off(cast):
    fields = {"taken_by": cast.ana, "by_whom_else": "Dr Lee’s office"}
    call = to_do(cast, done_at=NOW, done_by=cast.ben, **fields)
    asked = FollowUp.objects.with_who(cast.as_member(cast.maria)).get(pk=call.pk)
    assert asked.who == "Ana and Dr Lee’s office"
    assert asked.when == "Done on 24 November 2026. Ben ticked it off."


# --- what is due ---


def test_due_is_by_now_or_soon_and_ones_own_or_for_anyone(cast):
    to_do(cast, what="late", by_when=TODAY - 40 * DAY)
    to_do(cast, what="today, Ana’s", by_when=TODAY, taken_by=cast.ana)
    to_do(cast, what="soon, Maria’s", by_when=TODAY + 3 * DAY, taken_by=cast.maria)
    to_do(cast, what="soon, Rita’s, who left", by_when=TODAY + 2 * DAY, taken_by=cast.rita)
    to_do(cast, what="later", by_when=TODAY + 4 * DAY)
    to_do(cast, what="some day")
    to_do(cast, what="done", by_when=TODAY, done_at=NOW, done_by=cast.maria)
    to_do(cast, what="removed", by_when=TODAY, removed_at=NOW)
    to_do(cast, cast.ana, what="canary", by_when=TODAY, is_private=True)
    assert due(cast, cast.maria) == ["late", "soon, Rita’s, who left", "soon, Maria’s"]
    # Of one day, what was written down first.
    assert due(cast, cast.ana) == ["late", "today, Ana’s", "canary", "soon, Rita’s, who left"]


# --- the list ---


def test_open_first_by_day_and_done_below_the_newest_first(cast, browser, at):
    to_do(cast, what="some day")
    to_do(cast, what="later", by_when=TODAY + 9 * DAY)
    to_do(cast, what="late", by_when=TODAY - DAY)
    to_do(cast, what="done before", done_at=NOW - DAY, done_by=cast.maria)
    to_do(cast, what="done last", done_at=NOW, done_by=cast.ana)
    to_do(cast, cast.ana, what="canary", is_private=True)
    page = words(browser("maria"), at("follow_up_list"))
    assert shown(page, "open") == ["late", "later", "some day"]
    assert shown(page, "done") == ["done last", "done before"]
    assert "canary" not in page
    assert "canary" in words(browser("ana"), at("follow_up_list"))


def test_an_empty_list(browser, at):
    page = words(browser("ben"), at("follow_up_list"))
    assert "Nothing is left to do." in page
    assert 'id="done"' not in page
    assert "Add a thing to do" not in page


def test_the_list_is_paged(cast, browser, at):
    for n in range(51):
        to_do(cast, what=f"open {n}", created=NOW + n * DAY)
        to_do(cast, what=f"done {n}", done_at=NOW - n * DAY, done_by=cast.maria)
    client = browser("maria")
    first = words(client, at("follow_up_list"))
    assert (len(shown(first, "open")), len(shown(first, "done"))) == (50, 50)
    assert shown(words(client, f"{at('follow_up_list')}?open=2"), "open") == ["open 50"]
    assert shown(words(client, f"{at('follow_up_list')}?done=2"), "done") == ["done 50"]


@pytest.mark.parametrize("many", [2, 40])
@pytest.mark.usefixtures("seen_this_hour")
def test_six_reads_of_the_list_however_long(cast, browser, at, many):
    for n in range(many):
        to_do(cast, what=f"{n}", taken_by=cast.ana, visit=visit(cast))
        to_do(cast, cast.ana, what=f"{n}!", done_at=NOW, done_by=cast.ana)
    client = browser("maria")
    with CaptureQueriesContext(connection) as reads:
        words(client, at("follow_up_list"))
    assert len(reads) == 6, [r["sql"][:90] for r in reads]


# --- its forms ---


def test_written_down_with_who_and_by_when(cast, browser, at):
    client, new = browser("maria"), at("follow_up_create")
    day = {"by_when_day": "5", "by_when_month": "12", "by_when_year": "2026"}
    answer = client.post(new, sent(client, new, what="Blood test", taken_by=cast.ana.pk, **day))
    assert answer["Location"] == at("follow_up_list")
    made = FollowUp.objects.get()
    assert (made.what, made.taken_by, made.by_when) == (
        "Blood test",
        cast.ana,
        datetime.date(2026, 12, 5),
    )
    assert (made.visit, made.is_private, made.author) == (None, False, cast.maria)
    assert Change.objects.get().what == "made"


def test_sent_twice_it_stands_once(cast, browser, at):
    client, new = browser("maria"), at("follow_up_create")
    data = sent(client, new, what="Blood test")
    for _time in range(2):
        assert client.post(new, data).status_code == 302
    assert FollowUp.objects.count() == 1


def test_bad_input_keeps_what_was_typed(cast, browser, at):
    client, new = browser("maria"), at("follow_up_create")
    data = sent(client, new, what="", by_whom_else="Nurse Kim", taken_by="99", by_when_day="40")
    page = client.post(new, data).content.decode()
    assert "Write what is to do, even one word" in page
    assert "Choose one of the answers on this page" in page
    assert "Write the day as a number from 1 to 31" in page
    assert 'value="Nurse Kim"' in page
    assert 'value="40"' in page
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("outsider", ["sam", "rita"])
def test_nobody_outside_the_plan_can_be_chosen(cast, browser, at, outsider):
    client, new = browser("maria"), at("follow_up_create")
    key = getattr(cast, outsider).pk
    data = sent(client, new, what="Blood test", taken_by=key)
    page = client.post(new, data).content.decode()
    assert "Choose one of the answers on this page" in page
    assert outsider.title() not in page
    assert not FollowUp.objects.exists()


def test_a_visit_of_another_plan_is_not_taken(cast, browser, at):
    theirs = visit(cast)
    theirs.plan = cast.sams_plan
    theirs.save()
    client, new = browser("maria"), f"{at('follow_up_create')}?visit={theirs.pk}"
    client.post(new, sent(client, new, what="Blood test"))
    assert FollowUp.objects.get().visit is None


def test_of_a_visit_it_leads_back_to_it(cast, browser, at):
    lee = visit(cast)
    client, new = browser("maria"), f"{at('follow_up_create')}?visit={lee.pk}"
    answer = client.post(new, sent(client, new, what="Blood test"))
    assert answer["Location"] == f"{at('visit_after', lee)}#to-do"
    assert FollowUp.objects.get().visit == lee


def test_its_words_can_warn(cast, browser, at):
    client, new = browser("maria"), at("follow_up_create")
    what = "Ask why I lost control of my bladder"
    answer = client.post(new, sent(client, new, what=what))
    made = FollowUp.objects.get()
    assert answer["Location"] == f"{at('follow_up_detail', made)}?saved"
    assert 'class="urgent"' in words(client, answer["Location"])


def test_a_private_one_is_not_handed_to_who_cannot_see_it(cast, browser, at):
    client, new = browser("maria"), at("follow_up_create")
    data = sent(client, new, what="Blood test", taken_by=cast.ana.pk, who_sees="me")
    page = client.post(new, data).content.decode()
    said = "Ana cannot see this. Choose somebody who can, or let them see it"
    assert said in page
    assert not FollowUp.objects.exists()
    for readers, kept in (([cast.ben.pk], 0), ([cast.ana.pk, cast.ben.pk], 1)):
        client.post(new, data | {"who_sees": "some", "readers": readers})
        assert FollowUp.objects.count() == kept
    made = FollowUp.objects.get()
    hand = at("follow_up_hand_over", made)
    made.private_to.remove(cast.ben)
    said = "Ben cannot see this. Choose somebody who can, or let them see it"
    assert said in client.post(hand, sent(client, hand, taken_by=cast.ben.pk)).content.decode()
    assert stands(made).taken_by == cast.ana


def test_a_named_reader_cannot_hand_it_on_to_who_cannot_see_it(cast, browser, at):
    call = to_do(cast, is_private=True)
    call.private_to.add(cast.ana)
    client, edit = browser("ana"), at("follow_up_edit", call)
    page = client.post(edit, sent(client, edit, what="x", taken_by=cast.ben.pk)).content.decode()
    assert "Ben cannot see this." in page
    client.post(edit, sent(client, edit, what="x", taken_by=cast.ana.pk))
    assert (stands(call).taken_by, stands(call).what) == (cast.ana, "x")


def test_handed_over_and_for_anyone_again(cast, browser, at):
    call = to_do(cast, taken_by=cast.maria)
    client, hand = browser("ana"), at("follow_up_hand_over", call)
    page = words(client, hand)
    assert "Sees this, and cannot tick it off." in page  # of Ben, who may look
    client.post(hand, sent(client, hand, taken_by=cast.ben.pk))
    assert stands(call).taken_by == cast.ben
    client.post(hand, sent(client, hand, taken_by=""))
    assert stands(call).taken_by is None
    told = words(client, at("follow_up_history", call))
    assert "You changed who takes care of it from Maria to Ben." in told
    assert "You took out who takes care of it. It was Ben." in told


def test_two_who_change_it_at_once_lose_nothing(cast, browser, at):
    call = to_do(cast)
    maria, ana, edit = browser("maria"), browser("ana"), at("follow_up_edit", call)
    first, second = sent(maria, edit, what="Maria’s"), sent(ana, edit, what="Ana’s")
    maria.post(edit, first | {"taken_by": cast.maria.pk})
    page = ana.post(edit, second | {"taken_by": ""}).content.decode()
    assert "Maria saved a change while you were writing." in page
    assert "Maria’s" in page
    assert "Ana’s" in page
    assert (stands(call).what, stands(call).taken_by) == ("Maria’s", cast.maria)


def test_whoever_left_is_named_nowhere_and_the_row_is_kept(cast, browser, at):
    call = to_do(cast, taken_by=cast.ana)
    Membership.objects.filter(user=cast.ana).update(removed_at=NOW)
    client = browser("maria")
    for name, records in (("follow_up_list", ()), ("follow_up_detail", (call,))):
        page = words(client, at(name, *records))
        assert "For anyone" in page
        assert "Ana" not in page
    edit = at("follow_up_edit", call)
    assert re.search(r'name="taken_by"[^>]*value="" checked', words(client, edit))
    assert stands(call).taken_by == cast.ana


def test_the_quick_form_says_nothing_of_readers(cast):
    form = FollowUpForm(member=cast.as_member(cast.maria), is_quick=True)
    assert set(form.fields) == {"what", "taken_by", "by_when", "request_uuid"}


# --- its buttons ---


def test_taken_on_ticked_off_and_undone(cast, browser, at):
    call = to_do(cast)
    ana = browser("ana")
    ana.post(at("follow_up_take", call), {"on": "one"})
    assert stands(call).taken_by == cast.ana
    page = ana.post(at("follow_up_done", call), {"on": "one"}, follow=True).content.decode()
    assert "Ticked off. It stands under “Done”, where you can undo it." in page
    assert stands(call).done_by == cast.ana
    assert ana.post(at("follow_up_undone", call)).status_code == 302
    assert stands(call).done_at is None


def test_one_that_somebody_took_meanwhile_stays_theirs(cast, browser, at):
    call = to_do(cast, taken_by=cast.ana)
    page = browser("maria").post(at("follow_up_take", call), follow=True).content.decode()
    assert "Ana takes care of this by now." in page
    assert stands(call).taken_by == cast.ana


def test_pressed_where_it_stands_one_goes_on_there(cast, browser, at):
    lee = visit(cast)
    call, client = to_do(cast, visit=lee), browser("maria")
    for on, where in {
        "home": at("home"),
        "visit": f"{at('visit_after', lee)}#to-do",
        "one": at("follow_up_detail", call),
        "//evil.example": at("follow_up_list"),
        "": at("follow_up_list"),
    }.items():
        assert client.post(at("follow_up_done", call), {"on": on})["Location"] == where


def test_a_caregiver_who_only_sees_ticks_off_their_own_alone(cast, browser, at):
    Membership.objects.filter(user=cast.ana).update(visits="see")
    hers, other = to_do(cast, taken_by=cast.ana), to_do(cast, what="Maria’s")
    client = browser("ana")
    page = words(client, at("follow_up_list"))
    assert page.count(">Done</button>") == 1
    assert "I take this on" not in page
    assert client.post(at("follow_up_done", hers)).status_code == 302
    assert stands(hers).done_by == cast.ana
    assert client.post(at("follow_up_undone", hers)).status_code == 302
    for name in ("follow_up_done", "follow_up_undone", "follow_up_take", "follow_up_remove"):
        assert client.post(at(name, other)).status_code == 403
    for name in ("follow_up_take", "follow_up_edit", "follow_up_hand_over", "follow_up_remove"):
        assert client.post(at(name, hers), {"taken_by": ""}).status_code == 403
    assert (stands(other).version, stands(hers).version) == (1, 3)


def test_a_viewer_ticks_nothing_off_not_even_their_own(cast, browser, at):
    call = to_do(cast, taken_by=cast.ben)
    client = browser("ben")
    assert ">Done</button>" not in words(client, at("follow_up_list"))
    assert client.post(at("follow_up_done", call)).status_code == 403
    assert stands(call).version == 1


def test_in_a_closed_plan_nothing_is_ticked_off(cast, browser, at):
    call = to_do(cast)
    Plan.objects.filter(pk=cast.plan.pk).update(closed_at=NOW)
    client = browser("maria")
    assert ">Done</button>" not in words(client, at("follow_up_list"))
    assert client.post(at("follow_up_done", call)).status_code == 403
    assert stands(call).version == 1


def test_what_is_private_to_others_is_not_there(cast, browser, at):
    call = to_do(cast, what="canary", is_private=True)
    client = browser("ana")
    for name in ("follow_up_detail", "follow_up_edit", "follow_up_hand_over", "follow_up_history"):
        assert client.get(at(name, call)).status_code == 404
    for name in ("follow_up_done", "follow_up_take", "follow_up_remove", "follow_up_restore"):
        assert client.post(at(name, call)).status_code == 404
    assert stands(call).version == 1


def test_a_visit_that_its_reader_may_not_see_is_not_named(cast, browser, at):
    call = to_do(cast, visit=visit(cast, with_whom="Dr Canary", is_private=True))
    assert "Dr Canary" in words(browser("maria"), at("follow_up_detail", call))
    assert "Canary" not in words(browser("ana"), at("follow_up_detail", call))


def test_removed_it_is_ticked_off_no_more_and_comes_back_equal(cast, browser, at):
    call, client = to_do(cast, taken_by=cast.ana), browser("maria")
    assert client.post(at("follow_up_remove", call))["Location"] == at("follow_up_list")
    page = client.post(at("follow_up_done", call), follow=True).content.decode()
    assert "This was removed. You can put it back." in page
    assert stands(call).done_at is None
    assert "Put back" in words(client, at("follow_up_detail", call))
    assert client.post(at("follow_up_restore", call))["Location"] == at("follow_up_detail", call)
    back = stands(call)
    assert (back.removed_at, back.taken_by, back.what) == (None, cast.ana, "Call the nurse")


def test_history_in_words(cast, browser, at):
    call, client = to_do(cast), browser("ana")
    edit = at("follow_up_edit", call)
    day = {"by_when_day": "5", "by_when_month": "12", "by_when_year": "2026"}
    client.post(edit, sent(client, edit, what="Call Kim", taken_by="", **day))
    client.post(at("follow_up_done", call))
    told = words(client, at("follow_up_history", call))
    assert "You changed what is to do from “Call the nurse” to “Call Kim”." in told
    assert "You added the day to do it by: Saturday 5 December." in told
    assert "You added the day it was done: 24 November 2026." in told


def test_whom_it_names_in_the_form_is_asked_once(cast, browser, at):
    """The people of the plan are read once for both questions about them."""
    client = browser("ana")
    with CaptureQueriesContext(connection) as reads:
        page = client.get(at("follow_up_create"))
    people = [r for r in reads if 'FROM "careplan_membership"' in r["sql"]]
    assert len(people) == 1
    assert hidden_in(page)["request_uuid"]
