"""Notes of what was said at a visit: written, changed, removed and put back."""

import pytest

from careplan.appointments.visit_notes import VisitNote
from careplan.plans.history import Change
from tests.after.conftest import NOW
from tests.appointments.lists import visit
from tests.appointments.to_do import said
from tests.posting import read

SPINE = "I can’t feel my legs and my back hurts terribly"


def words(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_written_from_the_page_after_the_visit(cast, visits, browser, at):
    client = browser("ana")
    page = client.get(at("visit_after", visits.past))
    form = page.context["beside"].note
    data = {"text": "Rest more.\nWalk.", "request_uuid": form["request_uuid"].value()}
    for _time in range(2):  # sent twice, it stands once
        answer = client.post(at("visit_note_create", visits.past), data)
    made = VisitNote.objects.get()
    assert (made.text, made.visit, made.author) == ("Rest more.\nWalk.", visits.past, cast.ana)
    assert (made.is_private, made.version) == (False, 1)
    assert answer["Location"] == f"{at('visit_after', visits.past)}?said={made.pk}#n-{made.pk}"
    assert Change.objects.get(record=made.pk).by == cast.ana


def test_an_empty_note_is_asked_for_and_a_long_one_kept_on_the_page(cast, visits, browser, at):
    client, new = browser("maria"), at("visit_note_create", visits.past)
    page = client.post(new, {"text": " "}).content.decode()
    assert "Write what was said, even a few words" in page
    page = client.post(new, {"text": "é" * 4_001}).content.decode()
    assert "Make this shorter. It has 4001 letters, and there is room for 4000." in page
    assert "é" * 4_001 in page
    assert not VisitNote.objects.exists()


def test_private_to_some(cast, visits, browser, at):
    client, new = browser("maria"), at("visit_note_create", visits.past)
    data = read(client, new) | {"text": "canary", "who_sees": "some", "readers": [cast.ben.pk]}
    client.post(new, data)
    assert list(VisitNote.objects.get().private_to.all()) == [cast.ben]
    assert "canary" in words(browser("ben"), at("visit_after", visits.past))
    assert "canary" not in words(browser("ana"), at("visit_after", visits.past))


def test_a_note_of_a_visit_that_one_may_not_see_is_not_seen(cast, browser, at):
    hidden = visit(cast, is_private=True)
    note = said(cast, hidden, text="canary")
    assert list(VisitNote.objects.filter(plan=cast.plan).seen_by(cast.as_member(cast.ana))) == []
    assert browser("ana").get(at("visit_note_edit", note)).status_code == 404
    assert browser("ana").post(at("visit_note_create", hidden)).status_code == 404
    assert browser("maria").get(at("visit_note_edit", note)).status_code == 200


def test_its_history_is_told_to_nobody_else(cast, browser, at):
    """It is read with its visit: what is private there is private here."""
    hidden = visit(cast, is_private=True)
    client, new = browser("maria"), at("visit_note_create", hidden)
    client.post(new, read(client, new) | {"text": "canary"})
    noted = Change.objects.get(kind="visitnote")
    assert noted.is_private
    assert list(noted.readers.all()) == [cast.maria]


def test_the_first_warning_stands_on_each_look(cast, visits, browser, at):
    said(cast, visits.past, text=SPINE)
    assert 'class="urgent"' in words(browser("ben"), at("visit_after", visits.past))


def test_the_second_warning_stands_when_it_was_saved(cast, visits, browser, at):
    client, new = browser("maria"), at("visit_note_create", visits.past)
    answer = client.post(new, {"text": "I told them of a new lump since yesterday."})
    assert 'class="urgent"' in words(client, answer["Location"])
    assert 'class="urgent"' not in words(client, at("visit_after", visits.past))


def test_a_private_note_warns_its_readers_alone(cast, visits, browser, at):
    note = said(cast, visits.past, text=SPINE, is_private=True)
    here = f"{at('visit_after', visits.past)}?said={note.pk}"
    assert 'class="urgent"' in words(browser("maria"), here)
    assert 'class="urgent"' not in words(browser("ana"), here)


@pytest.mark.parametrize("forged", ["x", "", "%00", "00000000-0000-4000-8000-000000000000"])
def test_a_forged_address_shows_the_page(visits, browser, at, forged):
    words(browser("maria"), f"{at('visit_after', visits.past)}?said={forged}")


def test_two_who_change_it_at_once_lose_nothing(cast, visits, browser, at):
    note = said(cast, visits.past)
    maria, ana, edit = browser("maria"), browser("ana"), at("visit_note_edit", note)
    first, second = read(maria, edit), read(ana, edit)
    maria.post(edit, first | {"text": "Rest a lot."})
    page = ana.post(edit, second | {"text": "Rest less."}).content.decode()
    assert "Rest a lot." in page
    assert "Rest less." in page
    note.refresh_from_db()
    assert (note.text, note.changed_by) == ("Rest a lot.", cast.maria)


def test_removed_undone_and_told(cast, visits, browser, at):
    note, client = said(cast, visits.past), browser("ana")
    here = at("visit_after", visits.past)
    page = client.post(at("visit_note_remove", note), follow=True).content.decode()
    assert "Removed:" in page
    assert "Put back" in page
    assert "Rest more." not in words(browser("ben"), here)
    assert client.post(at("visit_note_restore", note))["Location"] == here
    assert "Rest more." in words(browser("ben"), here)
    told = words(client, at("appointment_history", visits.past))
    assert "Note of a visit: Rest more." in told
    assert "You put this back." in told


def test_typed_while_the_visit_was_removed(cast, visits, browser, at):
    client, new = browser("maria"), at("visit_note_create", visits.past)
    data = read(client, new) | {"text": "Rest more."}
    visits.past.remove(by=cast.ana)
    page = client.post(new, data, follow=True).content.decode()
    assert "This visit was removed. Your note is kept with it." in page
    assert VisitNote.objects.get().text == "Rest more."
    assert client.get(new)["Location"] == at("appointment_list")


def test_it_goes_with_its_visit(cast, visits):
    said(cast, visits.past)
    visits.past.delete()
    assert not VisitNote.objects.exists()


def test_a_note_that_was_removed_meanwhile_is_kept_if_saved_again(cast, visits, browser, at):
    note, client = said(cast, visits.past), browser("ana")
    edit = at("visit_note_edit", note)
    data = read(client, edit) | {"text": "Rest, and walk."}
    note.remove(by=cast.maria)
    page = client.post(edit, data)
    assert "Maria removed this while you were writing." in page.content.decode()
    note.refresh_from_db()
    assert (note.text, note.removed_at) == ("Rest more.", NOW)
