"""Whatever a family does with its plan, in whatever order: nobody reads what is private to others.

Each thing that somebody writes holds a word that stands nowhere else. After each step, everybody's
readings are searched for the words that they may not read; at the end of each run so is every page
and sheet, and each page is compared with the one that would stand if what its reader may not see
had never been written: no count, number or gap tells of it.
"""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from careplan.after.forms import NoteForm as VisitNoteForm
from careplan.appointments.follow_up_forms import FollowUpForm
from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.models import Appointment
from careplan.appointments.ordering import put_on_list
from careplan.appointments.visit_notes import VisitNote
from careplan.concerns.forms import ConcernForm
from careplan.concerns.models import Concern
from careplan.documents.forms import DocumentForm
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson
from careplan.exchange.plan_copy import PlanCopy
from careplan.library.catalog import LIBRARY
from careplan.plans.access import Action, Section
from careplan.plans.history import Change
from careplan.plans.models import Grant, Membership, Plan, Role
from careplan.plans.removed import put_back
from careplan.printing.comfort_list import PrintedTopics
from careplan.printing.doctor_page import DoctorsPage
from careplan.printing.emergency_list import PrintedEmergency
from careplan.printing.papers_list import PrintedPapers
from careplan.printing.question_list import PrintedList
from careplan.questions.forms import QuestionForm
from careplan.questions.models import Question
from careplan.sharing.closing import close_plan, reopen_plan
from careplan.sharing.ownership import change_owner
from careplan.sharing.people_members import leave, remove_member
from careplan.sharing.share_links import ShareLink
from careplan.topics.forms import NoteForm
from careplan.topics.models import TopicNote
from tests.cast import make_cast, membership, person
from tests.comings import PEOPLE, WHO, Comings
from tests.test_access import TABLE, named_routes

JOINED = ("mark", "ana", "ben", "rita")
TOPIC = next(iter(LIBRARY.topics))
# kind: (its form, its model, its section, the field of its words, what else is typed)
KINDS = {
    "concern": (
        ConcernForm,
        Concern,
        Section.VISITS,
        "words",
        {"category": "other", "bother": "6"},
    ),
    "question": (QuestionForm, Question, Section.VISITS, "text", {}),
    "document": (
        DocumentForm,
        AdvanceDocument,
        Section.PAPERS,
        "own_name",
        {"state": "signed", "signed_on_year": "2020"},
    ),
    "follow": (FollowUpForm, FollowUp, Section.VISITS, "what", {"by_when_year": ""}),
    "visit": (VisitNoteForm, VisitNote, Section.VISITS, "text", {}),
    "topic": (NoteForm, TopicNote, Section.COMFORT, "wish", {"state": "wanted"}),
}
ANOTHER = st.sampled_from(JOINED)
NTH = st.integers(0, 30)
READERS = st.one_of(st.none(), st.frozensets(st.sampled_from(PEOPLE[:4]), max_size=2))
# What is new in every answer, and the keys of records, which say nothing.
NEW = re.compile(
    r'((?:name="(?:csrfmiddlewaretoken|request_uuid|version)" value|data-signed-in)=")[^"]*'
)
# Files of their own, and pages of what is none of these kinds.
LEFT_OUT = re.compile(
    r".+_pdf|scan_file|scan_preview|first_step|.*copy|member_.*|stand_in_.*|share_.*"
)
# They tell of what was looked at, which each look changes.
CHANGING = re.compile(r".*/looked/.*")


class Item:
    """Something that somebody wrote, and whom they let read it: None is everybody."""

    def __init__(self, kind, record, author, word, readers):
        self.kind, self.record, self.author, self.word = kind, record, author, word
        self.readers = readers


class Family(Comings, RuleBasedStateMachine):
    looks = 0  # how many eventful lives are still looked at everywhere, which takes seconds

    def __init__(self):
        super().__init__()
        self.one_life = transaction.atomic()
        self.one_life.__enter__()
        self.cast = make_cast()
        self.cast.mark = person("Mark")
        self.plan, self.items, self.is_eventful = self.cast.plan, [], False
        membership(self.plan, self.cast.mark, Role.MANAGER, Grant.CHANGE)
        by = {"plan": self.plan, "author": self.cast.maria, "changed_by": self.cast.maria}
        self.visit = Appointment.objects.create(with_whom="Dr Lee", on=timezone.localdate(), **by)
        self.begin_comings()

    # -- who is who --------------------------------------------------------------------------------

    def member(self, who):
        self.cast.plan = self.fresh_plan()
        return self.cast.as_member(getattr(self.cast, who))

    def may(self, who, action, kind) -> bool:
        member = self.member(who)
        return member is not None and member.can(action, KINDS[kind][2])

    def sees(self, who, item) -> bool:
        named = item.readers is None or who == item.author or who in item.readers
        return named and self.may(who, Action.VIEW, item.kind)

    def hidden_from(self, who) -> list[Item]:
        return [item for item in self.items if not self.sees(who, item)]

    # -- what they do ------------------------------------------------------------------------------

    def form(self, item_kind, who, typed, record=None):
        form_class = KINDS[item_kind][0]
        ground = {"member": self.member(who)}
        fresh = {
            "document": AdvanceDocument(kind="will"),
            "topic": TopicNote(topic=TOPIC),
            "visit": VisitNote(visit=self.visit),
        }
        record = record or fresh.get(item_kind)
        ground |= {"instance": record} if record else {}
        page = form_class(**ground)
        sent = QueryDict(mutable=True)
        for field in page.hidden_fields():
            sent[field.html_name] = str(field.value() or "")
        for name, value in typed.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        return form_class(sent, **ground)

    def readers(self, author, readers) -> dict:
        """What is ticked for `readers`: only whoever sees the part can be."""
        if readers is None:
            return {"who_sees": ""}
        keys = [str(getattr(self.cast, who).pk) for who in readers]
        return {"who_sees": "some", "readers": keys} if keys else {"who_sees": "me"}

    @initialize()
    def everybody_keeps_something_private(self):
        for who in ("maria", "ana"):
            for kind in KINDS:
                self.add(who=who, kind=kind, readers=frozenset())
            self.put_on_list(who=who, nth=0)

    @rule(who=WHO, kind=st.sampled_from(list(KINDS)), readers=READERS)
    def add(self, who, kind, readers):
        if not self.may(who, Action.EDIT, kind):
            return
        if readers is not None:
            readers = {r for r in readers if r != who and self.may(r, Action.VIEW, kind)}
        word = f"canary{len(self.items)}x"
        typed = KINDS[kind][4] | {KINDS[kind][3]: f"{word} {who}"}
        form = self.form(kind, who, typed | self.readers(who, readers))
        assert form.is_valid(), form.errors
        record = form.keep()
        if record is None:  # an open note on this topic stands, and is met
            assert (kind, readers) == ("topic", None)
            return
        self.items.append(Item(kind, record, who, word, readers))
        if kind == "document":
            by = {"plan": self.plan, "author": record.author, "changed_by": record.author}
            NamedPerson.objects.create(document=record, name=f"{word} A", **by)
            DocumentCopy.objects.create(document=record, holder=f"{word} H", **by)

    def chosen(self, who, nth, *, removed=False, kinds=frozenset(KINDS)):
        """An item that `who` may change, or None."""
        mine = [
            item
            for item in self.items
            if item.kind in kinds
            and self.sees(who, item)
            and self.may(who, Action.EDIT, item.kind)
            and (type(item.record).objects.get(pk=item.record.pk).removed_at is None) != removed
        ]
        if not mine:
            return None
        item = mine[nth % len(mine)]
        item.record = type(item.record).objects.get(pk=item.record.pk)
        return item

    @rule(who=WHO, nth=NTH)
    def edit(self, who, nth):
        if item := self.chosen(who, nth):
            field, typed = KINDS[item.kind][3:]
            form = self.form(item.kind, who, typed | {field: f"{item.word} by {who}"}, item.record)
            assert form.is_valid(), form.errors
            assert form.keep() is not None, form.errors
            self.is_eventful = True

    @rule(nth=NTH, readers=READERS)
    def change_readers(self, nth, readers):
        if not self.items:
            return
        who = self.items[nth % len(self.items)].author
        item = self.chosen(who, nth)
        if item is None or item.author != who:
            return
        if readers is not None:
            readers = {r for r in readers if r != who and self.may(r, Action.VIEW, item.kind)}
        field, typed = KINDS[item.kind][3:]
        typed = typed | {field: f"{item.word} {who}"} | self.readers(who, readers)
        form = self.form(item.kind, who, typed, item.record)
        if form.is_valid() and form.keep():  # else a twin stands open
            item.readers = readers
            self.is_eventful = True

    @rule(who=WHO, nth=NTH)
    def remove(self, who, nth):
        if item := self.chosen(who, nth):
            item.record.remove(by=getattr(self.cast, who))
            self.is_eventful = True

    @rule(who=WHO, nth=NTH)
    def restore(self, who, nth):
        if item := self.chosen(who, nth, removed=True):
            try:
                put_back(item.record, self.member(who))
            except ValidationError:  # an open note stands by now
                assert item.kind == "topic"

    @rule(who=WHO, nth=NTH)
    def put_on_list(self, who, nth):
        item = self.chosen(who, nth, kinds={"question"})
        if item:
            put_on_list(appointment=self.visit, questions=[item.record], member=self.member(who))

    @rule(
        who=st.sampled_from(JOINED),
        section=st.sampled_from(list(Section)),
        grant=st.sampled_from(list(Grant)),
    )
    def grant(self, who, section, grant):
        found = self.membership(who)
        if found and found.role == Role.CAREGIVER:
            setattr(found, section.value, grant)
            found.save()
            self.inside[who].grants[section] = grant

    def fresh_plan(self) -> Plan:
        return Plan.objects.get(pk=self.plan.pk)

    def membership(self, who) -> Membership | None:
        """Of somebody who is in the plan, and does not own it."""
        found = Membership.objects.filter(plan=self.plan, user=getattr(self.cast, who))
        return found.filter(removed_at=None).first()

    @rule(who=ANOTHER, by_owner=st.booleans())
    def remove_member_or_leave(self, who, by_owner):
        theirs, plan = self.membership(who), self.fresh_plan()
        if theirs is None:
            return
        if by_owner:
            remove_member(plan=plan, membership=theirs, by=plan.owner)
        else:
            leave(plan=plan, by=theirs.user)
        self.goes(who)
        for item in self.items:
            if item.readers is not None:
                item.readers = set(item.readers) - {who}

    @rule(who=ANOTHER)
    def hand_over(self, who):
        if self.membership(who):
            plan = self.fresh_plan()
            change_owner(plan, to=getattr(self.cast, who), by=plan.owner)
            self.owns_now(who)

    @rule(closed=st.booleans())
    def close_or_reopen(self, closed):
        plan = self.fresh_plan()
        (close_plan if closed else reopen_plan)(plan, by=plan.owner)
        self.closed = closed

    # -- what holds --------------------------------------------------------------------------------

    @invariant()
    def each_reads_as_they_may(self):
        owner = self.fresh_plan().owner  # there is always one, and no member beside
        assert not owner.memberships.filter(plan=self.plan, removed_at=None).exists()
        self.compare_with_model()
        for who in PEOPLE:
            member = self.member(who)
            if member is None:
                continue
            for _form, model, section, _field, _typed in KINDS.values():
                if not member.can(Action.VIEW, section):
                    continue
                records = model.objects.filter(plan=self.plan)
                seen = {
                    str(r.pk) for r in records.seen_by(member) | records.removed_seen_by(member)
                }
                mine = [i for i in self.items if type(i.record) is model and self.sees(who, i)]
                assert seen == {str(item.record.pk) for item in mine}

    def teardown(self):
        try:
            if self.is_eventful and Family.looks:
                for who in PEOPLE:
                    self.look_everywhere(who)
                self.open_link()
                Family.looks -= 1  # not where something was found: Hypothesis looks again
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.one_life.__exit__(None, None, None)

    def look_everywhere(self, who):
        client, hidden = Client(), self.hidden_from(who)
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(getattr(self.cast, who), backend=backend)
        member = self.member(who)
        found = {address: self.page(client, address) for address in self.addresses()}
        for address, (status, body) in found.items():
            if member is None:
                assert status == 404, address
            for item in hidden:
                assert item.word not in body, (who, address)
        if member:
            self.read_as(member, hidden)
            self.compare(client, hidden, found)

    def open_link(self):
        """A link to every part shows what everybody in the plan may see, and nothing else."""
        parts = {section.value: True for section in Section}
        link = ShareLink.objects.create(
            plan=self.fresh_plan(), made_by=self.cast.maria, token_sha256="x", **parts
        )
        self.read_as(link.as_reader, [item for item in self.items if item.readers is not None])

    def read_as(self, member, hidden):
        for text in self.sheets(member):
            assert [item.word for item in hidden if item.word in text] == []

    def page(self, client, address) -> tuple[int, str]:
        response = client.get(address)
        return response.status_code, NEW.sub(r"\1", response.content.decode())

    def compare(self, client, hidden, found):
        """Each page is that of a plan without what its reader may not see."""
        with transaction.atomic():
            keys = [item.record.pk for item in hidden]
            Change.objects.filter(record__in=keys).delete()
            for item in hidden:
                type(item.record).objects.filter(pk=item.record.pk).delete()
            for address, page in found.items():
                if not CHANGING.fullmatch(address):
                    assert self.page(client, address) == page, address
            transaction.set_rollback(True)

    def addresses(self) -> list[str]:
        """Every page of the plan; of those of one thing, that of each thing."""
        keys = {"plan_id": self.plan.pk}
        found = []
        for path, name in named_routes():
            if name not in TABLE or "GET" not in TABLE[name][1] or LEFT_OUT.fullmatch(name):
                continue
            if "day>" in path:
                found.append(reverse(name, kwargs=keys | {"day": str(timezone.localdate())}))
            elif "slug>" in path:
                slug = TOPIC if name.startswith("topic") else next(iter(LIBRARY.sections))
                found.append(reverse(name, kwargs=keys | {"slug": slug}))
            elif "pk>" not in path:
                found.append(reverse(name, kwargs=keys))
            elif "question>" in path:
                visit = keys | {"pk": self.visit.pk}
                found += [
                    reverse(name, kwargs=visit | {"question": item.record.pk})
                    for item in self.items
                    if item.kind == "question"
                ]
            elif "/visits/" in path:
                found.append(reverse(name, kwargs=keys | {"pk": self.visit.pk}))
            else:
                kind = name.split("_")[0]
                found += [
                    reverse(name, kwargs=keys | {"pk": item.record.pk})
                    for item in self.items
                    if item.kind == kind
                ]
        return found

    def sheets(self, member) -> list[str]:
        look = ("a4", "normal")
        made = []
        if member.can(Action.VIEW, Section.VISITS):
            made.append(PrintedList(self.visit, member).sheet(*look, private=True))
            made.append(DoctorsPage(self.visit, member).sheet(*look, private=True))
        if member.can(Action.VIEW, Section.PAPERS):
            made += [PrintedPapers(member).sheet(*look), PrintedEmergency(member).sheet(*look)]
        if member.can(Action.VIEW, Section.COMFORT):
            made.append(PrintedTopics(member).sheet(*look, ahead=True))
        if member.user.pk:
            made.append(PlanCopy(member).data())
        return [repr(each) for each in made]


def lives(examples: int, steps: int, looks: int) -> None:
    Family.looks = looks
    # A life takes long: what went wrong is shown as it was found, and not made smaller.
    found = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    run_state_machine_as_test(Family, settings=found)


@pytest.mark.timeout(300)
def test_a_family(db):
    lives(7, 12, looks=1)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_many_families(db):
    lives(60, 40, looks=30)
