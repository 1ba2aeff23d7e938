"""Fill an empty database with an invented family, to look around in."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from careplan.accounts.models import HowMuch, User
from careplan.appointments.forms import AppointmentForm
from careplan.appointments.ordering import put_on_list
from careplan.concerns.forms import ConcernForm
from careplan.documents.choosing import ChoosePapersForm
from careplan.documents.forms import DocumentForm, NewVersionForm
from careplan.documents.models import AdvanceDocument
from careplan.documents.part_forms import CopyForm, NamedPersonForm
from careplan.documents.recalling import ask_back, take_back
from careplan.management.demo_after import after_the_visit
from careplan.management.demo_sharing import share
from careplan.management.demo_typing import (
    PASSWORD,
    kept,
    person,
    record,
    sent,
    signed_on,
    weekday,
)
from careplan.plans.access import Member, member_of
from careplan.plans.care_team_forms import CareTeamForm
from careplan.plans.models import Grant, Membership, Plan, Role
from careplan.plans.plan_forms import AboutMeForm
from careplan.questions.models import Question
from careplan.questions.picking import add_from_library, add_own_words
from careplan.topics.choosing import keep_choices
from careplan.topics.forms import NoteForm
from careplan.topics.models import TopicNote

PEOPLE = {
    "maria@example.org": ("Maria", HowMuch.MAIN),
    "ana@example.org": ("Ana", HowMuch.EVERYTHING),
    "ben@example.org": ("Ben", HowMuch.LATER),
    "luis@example.org": ("Luis", HowMuch.MAIN),
}
WHO = {
    "maria@example.org": "63, whose plan it is",
    "ana@example.org": "her daughter, who helps with all of it",
    "ben@example.org": "her brother, who may look",
    "luis@example.org": "her brother, who may look and suggest questions",
}
ABOUT = {
    "person_name": "Maria Alvarez",
    "how_much": "The big picture first. Then the details, if I ask.",
    "information_need": "Slowly, in plain words, and written down.",
    "what_matters": "Time with my family, and my garden.",
    "who_may_hear": "Ana may hear everything.",
    "sites": ["bones"],
}
# How much her hip bothered her, by days from today.
HIP = ((-64, 3), (-50, 4), (-36, 4), (-22, 8), (-15, 7), (-6, 7), (-2, 5))
CARE_TEAM = (
    {
        "name": "Dr Lee",
        "role": "Cancer doctor",
        "phone_day": "555 0142",
        "phone_night": "555 0199",
        "place": "Harbour Clinic, floor 2, desk C",
    },
    {
        "name": "Nurse line",
        "role": "Answers at any hour",
        "phone_day": "555 0160",
        "phone_night": "555 0161",
        "call_first": "on",
    },
)


NAMED = (
    {
        "part": "agent",
        "name": "Ana Alvarez",
        "relation": "my daughter",
        "phone_day": "555 0143",
        "phone_night": "555 0143",
    },
    {
        "part": "alternate",
        "name": "Luis Alvarez",
        "relation": "my brother",
        "phone_day": "555 0117",
    },
)
COPIES = (
    {"holder": "Ana Alvarez", "holder_kind": "agent", "handed": "paper"},
    {"holder": "Dr Lee’s office", "holder_kind": "doctor", "phone": "555 0142"},
    {"holder": "Harbour Hospital", "holder_kind": "hospital", "phone": "555 0150"},
    {"holder": "Luis Alvarez", "holder_kind": "family", "phone": "555 0117"},
)


class Command(BaseCommand):
    help = "Fill an empty database with an invented family, and print how to sign in."

    def handle(self, verbosity=1, **options):
        found = set(User.objects.values_list("email", flat=True))
        if found and not found & set(PEOPLE):
            raise CommandError("This database holds people. The demo needs an empty one.")
        if not found:
            with transaction.atomic():
                Family().settle()
        if verbosity:
            self.stdout.write("An invented family lives here. Sign in as one of them:")
            for email, who in WHO.items():
                self.stdout.write(f"  {email}  password {PASSWORD}  ({PEOPLE[email][0]}, {who})")


class Family:
    """Maria, her daughter Ana and her brothers Ben and Luis, in Maria's plan."""

    def __init__(self):
        self.today = timezone.localdate()
        maria, ana, ben, luis = (person(email, *about) for email, about in PEOPLE.items())
        self.plan = Plan.objects.create(owner=maria, person_name=ABOUT["person_name"])
        self.maria = member_of(self.plan, maria, None)
        self.ana = self.share_with(ana, Role.CAREGIVER, Grant.CHANGE, "daughter")
        self.share_with(ben, Role.VIEWER, Grant.SEE, "brother")
        self.luis = self.share_with(luis, Role.CAREGIVER, Grant.SEE, "brother")

    def share_with(self, user: User, role: Role, grant: Grant, relation: str) -> Member:
        sections = dict.fromkeys(("visits", "papers", "comfort", "people"), grant)
        shared = Membership.objects.create(
            plan=self.plan, user=user, role=role, relation=relation, **sections
        )
        return member_of(self.plan, user, shared)

    def settle(self) -> None:
        opened = AboutMeForm(instance=self.plan, member=self.maria)["version"].value()
        about = sent(ABOUT, version=opened)
        kept(AboutMeForm(about, instance=self.plan, member=self.maria))
        self.doctor, *_ = [record(CareTeamForm, self.maria, **one) for one in CARE_TEAM]
        self.past_visit()
        self.next_visit()
        self.proxy()
        self.other_papers()
        self.topics()
        share(self.maria, self.ana, self.luis)

    def topics(self) -> None:
        """One was talked about at the last visit, two shall be; some Maria leaves for later."""
        past = self.plan.appointments.order_by("on").first()
        talked = {"state": "talked", "visit": past.pk, "wish": "A nurse who knows me, early on."}
        self.note(self.maria, "palliative-alongside-treatment", **talked)
        self.note(self.ana, "respite", state="wanted")
        wish = "Tell me first. Then ask if I want to hear more."
        self.note(self.maria, "how-much-to-know", state="wanted", wish=wish)
        keep_choices(
            {"food-and-fluids": "not_now", "children-and-last-weeks": "hide"}, by=self.maria
        )

    @staticmethod
    def note(member: Member, topic: str, **fields) -> None:
        kept(NoteForm(sent(fields), member=member, instance=TopicNote(topic=topic)))

    def proxy(self) -> None:
        """It was replaced last month: two people still have the version before."""
        old = self.paper("health-care-proxy", signed=-1300)
        self.part(NamedPersonForm, old, part="agent", name="Luis Alvarez", relation="brother")
        copies = [self.part(CopyForm, old, **held) for held in COPIES]
        form = NewVersionForm(
            sent(signed_on(self.today, -40), original_place="Blue folder, top drawer of the desk"),
            member=self.maria,
            older=old,
        )
        new = kept(form)
        for named in NAMED:
            self.part(NamedPersonForm, new, **named)
        for copy in copies[:2]:
            take_back(copy=copy, by=self.ana.user, newer=new)
        ask_back(copy=copies[2], by=self.ana.user)

    def other_papers(self) -> None:
        """One in progress, one that she thinks about, and one of long ago."""
        self.paper("living-will", state="in_progress", next_step="Talk with Dr Lee about it")
        self.paper("polst", state="thinking")
        self.paper("will", signed=-4000, original_place="Ms Ortiz, lawyer, 555 0188")

    def paper(self, kind: str, signed: int = 0, **fields) -> AdvanceDocument:
        """A paper of this kind; with `signed`, that many days from today, it is signed."""
        (made,) = kept(ChoosePapersForm(sent({"kinds": [kind]}), member=self.maria))
        if signed:
            fields |= signed_on(self.today, signed)
        opened = DocumentForm(instance=made, member=self.maria)["version"].value()
        form = sent(fields, version=opened)
        return kept(DocumentForm(form, instance=made, member=self.maria))

    def part(self, form_class, document: AdvanceDocument, **fields):
        return kept(form_class(sent(fields), member=self.maria, document=document))

    def past_visit(self) -> None:
        """Three weeks ago: one answer was written down, one question was not asked."""
        visit = self.visit(-21)
        slugs = ["blood-tests-why", "follow-up-appointments"]
        questions = add_from_library(slugs=slugs, member=self.maria)
        put_on_list(appointment=visit, questions=questions, member=self.maria)
        answer = "The liver and the blood count. Both were steady. Again in six weeks."
        questions[0].record_answer(answer, by=self.ana.user)
        after_the_visit(visit, maria=self.maria, ana=self.ana)

    def next_visit(self) -> None:
        visit = self.visit(8, place=CARE_TEAM[0]["place"])
        marias = [*self.about_the_hip(), *self.about_worry()]
        put_on_list(appointment=visit, questions=marias, member=self.maria)
        put_on_list(appointment=visit, questions=self.from_ana(), member=self.ana)

    def visit(self, days: int, **fields):
        """With Dr Lee, and Ana comes along: both are ticked."""
        on = weekday(self.today + datetime.timedelta(days=days))
        fields |= {"on_day": on.day, "on_month": on.month, "on_year": on.year}
        fields |= {"team": self.doctor.pk, "companions": self.ana.user.pk}
        return record(AppointmentForm, self.maria, at="10:30", how="clinic", **fields)

    def about_the_hip(self) -> list[Question]:
        began = self.today - datetime.timedelta(days=70)
        concern = record(
            ConcernForm,
            self.maria,
            category="symptom",
            symptoms=["bone-pain"],
            words="My right hip hurts, most of all at night.",
            bother=6,
            since_month=began.month,
            since_year=began.year,
            is_first="on",
        )
        for days, number in HIP:
            day = timezone.now() + datetime.timedelta(days=days)
            on = timezone.localdate(day)
            concern.levels.create(level=number, on=on, noted_at=day, by=self.maria.user)
        slugs = ["bone-pain-cause", "bone-pain-help", "bone-pain-call"]
        return add_from_library(slugs=slugs, member=self.maria, concern=concern)

    def about_worry(self) -> list[Question]:
        words = "I worry that the treatment will stop working."
        worry = record(ConcernForm, self.maria, category="treatment-worry", words=words, bother=5)
        private = record(
            ConcernForm,
            self.maria,
            category="feelings",
            words="I do not want to be a burden to Ana.",
            bother=7,
            who_sees="me",
        )
        picked = add_from_library(slugs=["treatment-options"], member=self.maria, concern=worry)
        return [*picked, self.own("Who can I talk to about feeling low?", self.maria, private)]

    def from_ana(self) -> list[Question]:
        words = "Somebody should be at home with her while I am at work."
        daily = record(ConcernForm, self.ana, category="daily", words=words)
        return [
            self.own("Can she travel to see her sister in January?", self.ana),
            self.own("Who could help at home for a few hours a week?", self.ana, daily),
        ]

    @staticmethod
    def own(text: str, member: Member, concern=None) -> Question:
        request_uuid = Question._meta.get_field("request_uuid").get_default()
        return add_own_words(text=text, member=member, request_uuid=request_uuid, concern=concern)
