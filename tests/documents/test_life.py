"""A paper's life, in whatever order things are done to it: held by Hypothesis.

Plain lists are the model. After each step every copy belongs to the one version that it was noted
for, a signed version that stands has no signed one before it, and the recall list is exactly the
holders of replaced versions who have given nothing back.
"""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from careplan.documents.forms import DocumentForm, NewVersionForm
from careplan.documents.models import AdvanceDocument
from careplan.documents.paper_page import PaperPage
from careplan.documents.part_forms import CopyForm
from careplan.documents.parts import DocumentCopy
from careplan.documents.reading import Ledger
from careplan.documents.recalling import ask_back, out_again, take_back
from careplan.plans.removed import put_back
from tests.cast import make_cast
from tests.documents.papers import copy_of, paper

NTH = st.integers(0, 9)
STATES = st.sampled_from(["not_now", "thinking", "in_progress", "signed"])


class Version:
    def __init__(self, record, state, before=None):
        self.record, self.state, self.before, self.stands = record, state, before, True


class Held:
    def __init__(self, record, version):
        self.record, self.version, self.out, self.stands = record, version, True, True
        self.instead = {}  # by version: the copy of it that was handed over for this one


def typed(**fields) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(fields)
    return data


class Life(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.one_life = transaction.atomic()
        self.one_life.__enter__()
        self.cast = make_cast()
        self.member = self.cast.as_member(self.cast.maria)
        signed = Version(paper(self.cast, signed_on="2020"), "signed")
        self.versions = [signed, Version(paper(self.cast), "thinking")]
        self.copies = [Held(copy_of(self.cast, signed.record), signed) for _n in range(2)]

    def teardown(self):
        transaction.set_rollback(True)
        self.one_life.__exit__(None, None, None)

    # -- the model ---------------------------------------------------------------------------------

    def standing(self):
        return [version for version in self.versions if version.stands]

    def signed(self):
        return [version for version in self.standing() if version.state == "signed"]

    def replaced(self):
        return [version for version in self.standing() if version.state == "replaced"]

    def removed_versions(self):
        return [version for version in self.versions if not version.stands]

    def removed_copies(self):
        return [copy for copy in self.copies if not copy.stands and copy.version.stands]

    def after(self, version):
        return next((v for v in self.standing() if v.before is version), None)

    def chain_before(self, version):
        """The versions before it, those that were removed too."""
        return [version.before, *self.chain_before(version.before)] if version.before else []

    def is_signed_later(self, version):
        later = [v for v in self.standing() if version in self.chain_before(v)]
        return any(v.state == "signed" for v in later)

    def replace_before(self, version):
        for before in self.chain_before(version) if version.state == "signed" else ():
            if before.state == "signed":
                before.state = "replaced"

    def held(self, **wanted):
        return [
            copy
            for copy in self.copies
            if copy.stands
            and copy.version.stands
            and all(getattr(copy, name) == value for name, value in wanted.items())
        ]

    # -- what people do ----------------------------------------------------------------------------

    @precondition(lambda self: self.standing())
    @rule(nth=NTH, state=STATES)
    def say_where_it_stands(self, nth, state):
        version = self.pick(self.standing(), nth)
        record = AdvanceDocument.objects.get(pk=version.record.pk)
        data = typed(state=state, signed_on_year="2026")
        if state != "signed":
            data["signed_on_year"] = ""
        if version.state == "replaced":
            data["signed_on_year"] = "2026"
        data["version"] = DocumentForm(member=self.member, instance=record)["version"].value()
        form = DocumentForm(data, member=self.member, instance=record)
        refused = version.state == "signed" and state != "signed" and self.copies_out(version)
        refused |= (
            version.state != "replaced" and state == "signed" and self.is_signed_later(version)
        )
        assert form.is_valid() != refused, form.errors
        if refused:
            return
        assert form.keep() is not None
        if version.state != "replaced":
            version.state = state
            self.replace_before(version)

    def copies_out(self, version):
        return any(c.stands and c.out and c.version is version for c in self.copies)

    @precondition(lambda self: self.signed())
    @rule(nth=NTH, state=st.sampled_from(["signed", "signed", "in_progress", "thinking"]))
    def write_a_newer_version(self, nth, state):
        older = self.pick(self.signed(), nth)
        year = "2026" if state == "signed" else ""
        record = AdvanceDocument.objects.get(pk=older.record.pk)
        form = NewVersionForm(
            typed(state=state, signed_on_year=year), member=self.member, older=record
        )
        assert form.is_valid(), form.errors
        made = form.keep()
        assert (made is None) == (self.after(older) is not None), form.errors
        if made:
            newer = Version(made, state, older)
            self.versions.append(newer)
            self.replace_before(newer)

    @precondition(lambda self: self.standing())
    @rule(nth=NTH)
    def give_a_copy(self, nth):
        version = self.pick(self.standing(), nth)
        data = typed(holder=f"Holder {len(self.copies)}", holder_kind="family")
        record = AdvanceDocument.objects.get(pk=version.record.pk)
        form = CopyForm(data, member=self.member, document=record)
        assert form.is_valid() == (version.state in {"signed", "replaced"})
        if form.is_valid():
            self.copies.append(Held(form.keep(), version))

    @precondition(lambda self: self.held(out=True))
    @rule(nth=NTH)
    def ask_for_it(self, nth):
        copy = self.pick(self.held(out=True), nth)
        ask_back(copy=self.fresh(copy), by=self.cast.ana)

    @precondition(lambda self: self.held(out=True))
    @rule(nth=NTH, newer=st.booleans())
    def it_comes_back(self, nth, newer):
        copy = self.pick(self.held(out=True), nth)
        record = self.fresh(copy)
        counts = PaperPage(self.member, record.document_id).instead if newer else None
        take_back(copy=record, by=self.cast.maria, newer=counts)
        copy.out = False
        if counts is None:
            return
        version = next(v for v in self.versions if v.record.pk == counts.pk)
        if version not in copy.instead:
            known = [held.record.pk for held in self.copies]
            copy.instead[version] = Held(DocumentCopy.objects.exclude(pk__in=known).get(), version)
            self.copies.append(copy.instead[version])
        # Handed over once more, it is out again, whatever became of it before.
        copy.instead[version].stands = copy.instead[version].out = True

    @precondition(lambda self: self.held(out=False))
    @rule(nth=NTH)
    def it_did_not_come_back(self, nth):
        copy = self.pick(self.held(out=False), nth)
        if copy.version.state not in {"signed", "replaced"}:
            with pytest.raises(ValidationError), transaction.atomic():
                out_again(copy=self.fresh(copy), by=self.cast.maria)
            return
        out_again(copy=self.fresh(copy), by=self.cast.maria)
        copy.out = True
        for handed in copy.instead.values():
            handed.stands = False

    @precondition(lambda self: self.held())
    @rule(nth=NTH)
    def remove_a_copy(self, nth):
        copy = self.pick(self.held(), nth)
        self.fresh(copy).remove(by=self.cast.maria)
        copy.stands = False

    @precondition(lambda self: self.removed_copies())
    @rule(nth=NTH)
    def put_a_copy_back(self, nth):
        copy = self.pick(self.removed_copies(), nth)
        if copy.version.state not in {"signed", "replaced"}:
            with pytest.raises(ValidationError), transaction.atomic():
                put_back(self.fresh(copy), self.member)
            return
        put_back(self.fresh(copy), self.member)
        copy.stands = True

    @precondition(lambda self: self.standing())
    @rule(nth=NTH)
    def remove_a_version(self, nth):
        version = self.pick(self.standing(), nth)
        AdvanceDocument.objects.get(pk=version.record.pk).remove(by=self.cast.maria)
        version.stands = False

    @precondition(lambda self: self.removed_versions())
    @rule(nth=NTH)
    def put_a_version_back(self, nth):
        version = self.pick(self.removed_versions(), nth)
        record = AdvanceDocument.objects.get(pk=version.record.pk)
        if version.before and self.after(version.before):
            with pytest.raises(ValidationError), transaction.atomic():
                put_back(record, self.member)
            return
        put_back(record, self.member)
        version.stands = True
        self.replace_before(version)

    @precondition(lambda self: self.replaced())
    @rule(nth=NTH)
    def let_it_count_again(self, nth):
        version = self.pick(self.replaced(), nth)
        record = AdvanceDocument.objects.get(pk=version.record.pk)
        if self.is_signed_later(version):
            with pytest.raises(ValidationError), transaction.atomic():
                record.count_again(by=self.cast.maria)
            return
        record.count_again(by=self.cast.maria)
        version.state = "signed"
        self.replace_before(version)

    def pick(self, some, nth):
        return some[nth % len(some)]

    def fresh(self, copy):
        return DocumentCopy.objects.get(pk=copy.record.pk)

    # -- what always holds -------------------------------------------------------------------------

    @invariant()
    def versions_stand_as_in_the_model(self):
        found = {d.pk: (d.state, d.removed_at is None) for d in AdvanceDocument.objects.all()}
        assert found == {v.record.pk: (v.state, v.stands) for v in self.versions}
        for version in self.standing():
            assert not (version.state == "signed" and self.is_signed_later(version))

    @invariant()
    def every_copy_belongs_to_its_one_version(self):
        found = dict(DocumentCopy.objects.values_list("pk", "document_id"))
        assert found == {c.record.pk: c.version.record.pk for c in self.copies}
        ledger = Ledger(self.member)
        shown = [copy.pk for row in ledger.every for copy in row.copies]
        assert sorted(shown) == sorted(c.record.pk for c in self.held(out=True))
        for row in ledger.every:
            assert all(copy.document_id == row.document.pk for copy in row.copies)
        # The recall list is who still has a replaced version.
        wanted = {c.record.pk for c in self.held(out=True) if c.version.state == "replaced"}
        listed = [copy.pk for _row, copy in ledger.recall]
        assert len(listed) == len(set(listed))
        assert set(listed) == wanted
        recall = self.cast.plan.copies.seen_by(self.member).to_call_back()
        assert set(recall.values_list("pk", flat=True)) == wanted

    @precondition(lambda self: self.standing())
    @invariant()
    def a_page_calls_back_its_own_chain(self):
        version = self.standing()[-1]
        chain = [version, *(v for v in self.chain_before(version) if v.stands)]
        held = [c for c in self.held(out=True) if c.version in chain]
        page = PaperPage(self.member, version.record.pk)
        wanted = {c.record.pk for c in held if c.version.state == "replaced"}
        assert {copy.pk for copy in page.recall} == wanted
        if version.state != "replaced":
            own = {c.record.pk for c in held if c.version is version}
            assert {copy.pk for copy in page.copies} == own


def test_a_papers_life(db):
    run_state_machine_as_test(
        Life, settings=settings(max_examples=12, stateful_step_count=25, deadline=None)
    )


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_many_lives(db):
    run_state_machine_as_test(
        Life, settings=settings(max_examples=400, stateful_step_count=50, deadline=None)
    )
