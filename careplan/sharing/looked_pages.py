"""The pages of a plan in words, for “who looked”: a row for each route that can be looked at."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    """What a page is called. One that is `of_record`, which can be private, is told to nobody but
    who may read that record."""

    words: str
    of_record: bool = False


CONCERN = _("Something on somebody’s mind")
QUESTION = _("A question")
VISIT = _("A visit")
PAPER = _("A paper")

PAGES: dict[str, Page] = {
    "home": Page(_("Home")),
    "news": Page(_("What others did")),
    "removed": Page(_("Recently removed")),
    "plan_help": Page(_("Get help")),
    "first_step": Page(_("First steps")),
    "people": Page(_("People")),
    "member_edit": Page(_("What somebody may see")),
    "member_remove": Page(_("Remove somebody from this plan")),
    "invitation_create": Page(_("Invite someone")),
    "hand_over": Page(_("Hand this plan over")),
    "plan_leave": Page(_("Leave this plan")),
    "share_links": Page(_("Links for doctors")),
    "share_link_new": Page(_("Make a link")),
    "share_link_replace": Page(_("Make a new link")),
    "about_me": Page(_("About the person")),
    "about_me_edit": Page(_("About the person, to change it")),
    "about_me_history": Page(_("What changed about the person")),
    "care_team_create": Page(_("Add someone to the care team")),
    "care_team_edit": Page(_("Someone on the care team"), of_record=True),
    "care_team_history": Page(_("What changed of the care team"), of_record=True),
    "concern_list": Page(_("What is on my mind")),
    "concern_create": Page(_("Write what is on my mind")),
    "concern_detail": Page(CONCERN, of_record=True),
    "concern_edit": Page(_("Something on somebody’s mind, to change it"), of_record=True),
    "concern_history": Page(_("What changed of something on somebody’s mind"), of_record=True),
    "concern_questions": Page(_("Questions for something on somebody’s mind"), of_record=True),
    "question_list": Page(_("Questions")),
    "question_create": Page(_("Write a question")),
    "question_detail": Page(QUESTION, of_record=True),
    "question_edit": Page(_("A question, to change it"), of_record=True),
    "question_history": Page(_("What changed of a question"), of_record=True),
    "proposal_create": Page(_("Suggest a question")),
    "proposal_history": Page(_("What changed of a suggested question"), of_record=True),
    "question_answer": Page(_("The answer to a question"), of_record=True),
    "understand": Page(_("Understand")),
    # Which of these somebody reads is their own: the library is no part of the plan.
    "understand_section": Page(_("A page of Understand")),
    "appointment_list": Page(_("Visits")),
    "appointment_create": Page(_("Add a visit")),
    "appointment_detail": Page(VISIT, of_record=True),
    "appointment_edit": Page(_("A visit, to change it"), of_record=True),
    "appointment_history": Page(_("What changed of a visit"), of_record=True),
    "appointment_choose": Page(_("Choose questions for a visit"), of_record=True),
    "visit_now": Page(_("A visit, while it goes on"), of_record=True),
    "now_question": Page(_("A question, at the visit"), of_record=True),
    "now_others": Page(_("What others write at the visit"), of_record=True),
    "appointment_carry": Page(_("Carry questions to the next visit"), of_record=True),
    "visit_after": Page(_("After a visit"), of_record=True),
    "visit_note_create": Page(_("Write down what was said at a visit"), of_record=True),
    "visit_note_edit": Page(_("A note of a visit, to change it"), of_record=True),
    "follow_up_list": Page(_("Things to do")),
    "follow_up_create": Page(_("Add a thing to do")),
    "follow_up_detail": Page(_("A thing to do"), of_record=True),
    "follow_up_edit": Page(_("A thing to do, to change it"), of_record=True),
    "follow_up_hand_over": Page(_("A thing to do, to hand it over"), of_record=True),
    "follow_up_history": Page(_("What changed of a thing to do"), of_record=True),
    "appointment_calendar": Page(_("A visit, before it goes to a calendar"), of_record=True),
    "appointment_calendar_file": Page(_("A visit, for a calendar"), of_record=True),
    "appointment_zone": Page(_("The time zone of a visit"), of_record=True),
    "calendar_feed": Page(_("The visits, read by somebody’s calendar")),
    "listed_create": Page(_("Choose a visit for questions")),
    "document_list": Page(_("Legal papers")),
    "document_choose": Page(_("Choose papers")),
    "document_detail": Page(PAPER, of_record=True),
    "document_edit": Page(_("A paper, to change it"), of_record=True),
    "document_history": Page(_("What changed of a paper"), of_record=True),
    "document_replace": Page(_("Replace a paper"), of_record=True),
    "document_questions": Page(_("Questions about a paper"), of_record=True),
    "named_create": Page(_("Name somebody in a paper"), of_record=True),
    "named_edit": Page(_("Somebody named in a paper"), of_record=True),
    "copy_create": Page(_("Write down a copy"), of_record=True),
    "copy_edit": Page(_("Who has a copy"), of_record=True),
    "scan_create": Page(_("Add a scan"), of_record=True),
    "scan_file": Page(_("A scan of a paper"), of_record=True),
    "scan_preview": Page(_("A small picture of a scan"), of_record=True),
    "topic_list": Page(_("Comfort and support")),
    "topic_detail": Page(_("A topic of Comfort and support")),
    "topic_edit": Page(_("Own words on a topic of Comfort and support")),
    "topic_history": Page(_("What changed of a topic"), of_record=True),
    "question_list_print": Page(_("The question list, before it is printed"), of_record=True),
    "question_list_pdf": Page(_("The question list"), of_record=True),
    "fillable_pdf": Page(_("The question list, to fill in"), of_record=True),
    "phone_list_file": Page(_("The question list, for a phone"), of_record=True),
    "returned_list": Page(_("Send back a list that was filled in"), of_record=True),
    "doctor_page_print": Page(_("The doctor’s page, before it is printed"), of_record=True),
    "doctor_page_pdf": Page(_("The doctor’s page"), of_record=True),
    "after_print": Page(_("The sheet after a visit, before it is printed"), of_record=True),
    "after_pdf": Page(_("The sheet after a visit"), of_record=True),
    "papers_print": Page(_("The papers checklist, before it is printed")),
    "papers_pdf": Page(_("The papers checklist")),
    "comfort_print": Page(_("The comfort checklist, before it is printed")),
    "comfort_pdf": Page(_("The comfort checklist")),
    "emergency_print": Page(_("The emergency page, before it is printed")),
    "emergency_pdf": Page(_("The emergency page")),
    "stand_ins": Page(_("If I cannot")),
    "stand_in_create": Page(_("Choose who may step in")),
    "stand_in_edit": Page(_("How long somebody waits to step in")),
    "stand_in_ask": Page(_("Ask to step in")),
    "stand_in_take_over": Page(_("Become the owner")),
    "plan_close": Page(_("Close this plan")),
    "plan_copy": Page(_("Take a copy along")),
    "plan_copy_file": Page(_("A copy of this plan")),
    "plan_delete": Page(_("Delete this plan")),
    "who_looked": Page(_("Who looked at this plan")),
    "who_looked_day": Page(_("Who looked on one day")),
    "link_page": Page(_("The page of the link")),
    "link_question_list": Page(_("The question list")),
    "link_doctors_page": Page(_("The doctor’s page")),
    "link_papers": Page(_("The papers checklist")),
    "link_comfort": Page(_("The comfort checklist")),
    "link_emergency": Page(_("The emergency page")),
}
# A page that was there when somebody looked, and is no longer.
GONE = Page(_("A page that is no longer there"), of_record=True)

# What a line of a day says of a file, by its page.
PRINTED = {
    "question_list_pdf": _("Printed the question list."),
    "doctor_page_pdf": _("Printed the doctor’s page."),
    "after_pdf": _("Printed the sheet after a visit."),
    "papers_pdf": _("Printed the papers checklist."),
    "comfort_pdf": _("Printed the comfort checklist."),
    "emergency_pdf": _("Printed the emergency page."),
}
PRINTED |= {
    "link_question_list": PRINTED["question_list_pdf"],
    "link_doctors_page": PRINTED["doctor_page_pdf"],
    "link_papers": PRINTED["papers_pdf"],
    "link_comfort": PRINTED["comfort_pdf"],
    "link_emergency": PRINTED["emergency_pdf"],
}
# And of a file that is kept on a device. All others are scans, and are counted.
SAVED = {
    "fillable_pdf": _("Took the question list along, to fill in."),
    "phone_list_file": _("Saved the question list to a phone."),
}


def page_called(name: str) -> Page:
    return PAGES.get(name, GONE)


OPEN_PAGES = frozenset(name for name, page in PAGES.items() if not page.of_record)
