"""The box of the warnings: when it stands, and whom it says to call."""

from django.template.loader import render_to_string

from careplan.concerns.safety import Alert
from careplan.concerns.urgent import Call, Urgent, calls, urgent
from tests.making import doctor

BOTH = (Alert.SPINE, Alert.NEW_SYMPTOM)


def drawn(box) -> str:
    return " ".join(render_to_string("_components/urgent.html", {"urgent": box}).split())


def test_the_first_warning_stands_on_each_look_and_the_second_after_saving(cast):
    member = cast.as_member(cast.maria)
    assert urgent(BOTH, member, just_saved=True).raised == BOTH
    assert urgent(BOTH, member, just_saved=False).raised == (Alert.SPINE,)
    assert not urgent((Alert.NEW_SYMPTOM,), member, just_saved=False)
    assert not urgent((), member, just_saved=True)


def test_nothing_is_read_where_nothing_is_shown(cast, django_assert_num_queries):
    member = cast.as_member(cast.maria)
    with django_assert_num_queries(0):
        urgent((Alert.NEW_SYMPTOM,), member, just_saved=False)
    with django_assert_num_queries(1):
        urgent((Alert.SPINE,), member, just_saved=False)


def test_who_is_called_first_comes_first_by_day_and_by_night(cast):
    doctor(cast, name="Nurse Kim", phone_day="555 0142")
    doctor(cast, name="Dr Mute")
    doctor(cast, name="Dr Lee", phone_day="1", phone_night="2", call_first=True)
    doctor(cast, name="Line", phone_day="24", phone_night="24")
    doctor(cast, name="Dr Fourth", phone_day="4")
    assert calls(cast.as_member(cast.ben)) == (
        Call("Dr Lee, by day", "1"),
        Call("Dr Lee, nights and weekends", "2"),
        Call("Nurse Kim, by day", "555 0142"),
        Call("Line, day and night", "24"),
    )


def test_private_and_removed_numbers_are_not_shown(cast):
    doctor(cast, name="Dr Secret", phone_day="1", is_private=True)
    doctor(cast, name="Dr Gone", phone_day="2").remove(by=cast.maria)
    assert calls(cast.as_member(cast.ana)) == ()
    assert [call.number for call in calls(cast.as_member(cast.maria))] == ["1"]


def test_the_box_says_what_the_article_says():
    html = drawn(Urgent((Alert.SPINE,), (Call("Dr Lee, by day", "555-0142 (ask for Kim)"),)))
    assert "Call now for severe back pain with either of these" in html
    assert "Numb or weak legs" in html
    assert "Trouble with your bladder or bowels" in html
    assert 'href="tel:5550142"' in html
    assert "555-0142 (ask for Kim)" in html
    assert "If no one answers, go to the nearest emergency room." in html
    assert "symptom new" not in html
    assert "your team gave you" not in html


def test_the_box_of_a_new_symptom():
    html = drawn(Urgent((Alert.NEW_SYMPTOM,)))
    assert "Is this symptom new? Call your care team right away" in html
    assert "Call the number your team gave you." in html
    assert "If no one answers, go to the nearest emergency room." in html
    assert "back pain" not in html


def test_both_boxes_say_the_numbers_once():
    html = drawn(Urgent(BOTH, (Call("Dr Lee, by day", "555 0142"),)))
    assert html.count("555 0142") == 1
    assert html.count("<section") == 2


def test_what_is_no_number_is_no_link():
    html = drawn(Urgent((Alert.SPINE,), (Call("Dr Lee, by day", "ask at the desk"),)))
    assert "ask at the desk" in html
    assert "<a " not in html


def test_no_warning_no_box():
    assert drawn(Urgent(())) == ""
    assert drawn(None) == ""


def test_without_a_number_whoever_may_can_add_one(cast):
    add = f"/plans/{cast.plan.pk}/care-team/new/"
    assert add in drawn(urgent(BOTH, cast.as_member(cast.maria), just_saved=True))
    assert add not in drawn(urgent(BOTH, cast.as_member(cast.ben), just_saved=True))
    doctor(cast, phone_day="1")
    assert add not in drawn(urgent(BOTH, cast.as_member(cast.maria), just_saved=True))
