"""Whatever is named, asked, told, refused and waited for, in whatever order: held by Hypothesis.

A plain model says who sees all, and who owns the plan. Nobody sees before the moment; refused
closes at once; there is always one owner.
"""

import contextlib
import datetime
from unittest import mock

import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from careplan.plans.access import Action, Section, member_of
from careplan.plans.models import Grant, Membership, Plan, Role
from careplan.sharing import stand_ins
from careplan.sharing.stand_ins import AGAIN_AFTER, StandIn
from tests.cast import make_cast

START = datetime.datetime(2026, 11, 24, 12, 0, tzinfo=datetime.UTC)
NO_GRANTS = dict.fromkeys((section.value for section in Section), Grant.NONE)
WHO = st.sampled_from(["ana", "ana", "ana", "ben", "maria"])
PURPOSE = st.sampled_from(["look", "look", "succeed"])
PRESS = st.one_of(
    st.tuples(st.just("name"), WHO, PURPOSE, st.integers(1, 3)),
    st.tuples(st.just("all"), WHO, PURPOSE, st.integers(1, 3)),  # named, asked and told
    st.tuples(st.just("refuse"), WHO, PURPOSE),
    st.tuples(st.sampled_from(["ask", "stop", "sent", "take", "take"]), WHO, PURPOSE),
    st.tuples(st.just("wait"), st.sampled_from([1, 23, 24, 47, 72, 72, 72])),
    st.tuples(st.sampled_from(["remove", "back"]), WHO),
)


class Model:
    """What should stand. `named` is {(who, purpose): [days, asked, told, refused]}."""

    def __init__(self):
        self.now, self.owner, self.members = START, "maria", {"ana": "viewer", "ben": "viewer"}
        self.named = {}

    def is_open(self, who, purpose):
        days, _asked, told, _refused = self.named.get((who, purpose), [0, None, None, None])
        return told is not None and self.now >= told + datetime.timedelta(days=days)

    def sees_all(self, who):
        kept = who == self.owner or self.members.get(who) == "manager"
        return kept or (who in self.members and self.is_open(who, "look"))

    def name(self, who, purpose, days):
        taken = purpose == "succeed" and any(p == purpose and w != who for w, p in self.named)
        if who in self.members and not taken:
            self.named.setdefault((who, purpose), [days, None, None, None])[0] = days

    def ask(self, who, purpose):
        one = self.named.get((who, purpose))
        if one and not one[2]:
            last = one[3] or one[1]
            if not last or self.now >= last + AGAIN_AFTER:
                one[1:] = [self.now, None, None]

    def sent(self, who, purpose):
        one = self.named.get((who, purpose))
        if one and one[1] and not one[2]:
            one[2] = self.now

    def refuse(self, who, purpose):
        one = self.named.get((who, purpose))
        if one and one[1]:
            one[1:] = [None, None, self.now]

    def stop(self, who, purpose):
        self.named.pop((who, purpose), None)

    def take(self, who, purpose):
        if purpose == "succeed" and who in self.members and self.is_open(who, purpose):
            self.members[self.owner] = "manager"
            del self.members[who]
            self.owner, self.named = who, {}

    def remove(self, who):
        if who in self.members:
            self.members.pop(who)
            for purpose in ("look", "succeed"):
                self.stop(who, purpose)

    def back(self, who):
        if who != self.owner:
            self.members.setdefault(who, "viewer")


class Presses:
    """The same presses on the real thing."""

    def __init__(self, cast):
        self.cast = cast
        cast.plan.memberships.update(**NO_GRANTS, role=Role.VIEWER)

    def user(self, who):
        return getattr(self.cast, who)

    @property
    def owner(self):
        return Plan.objects.get(pk=self.cast.plan.pk).owner

    def membership(self, who):
        return Membership.objects.filter(plan=self.cast.plan, user=self.user(who)).first()

    def press(self, what, *about):
        with contextlib.suppress(ValidationError):
            getattr(self, what)(*about)

    def stand_in(self, who, purpose):
        return StandIn.objects.filter(membership__user=self.user(who), purpose=purpose).first()

    def name(self, who, purpose, days):
        if theirs := self.membership(who):
            stand_ins.name_stand_in(theirs, purpose=purpose, wait_days=days, by=self.owner)

    def ask(self, who, purpose):
        if one := self.stand_in(who, purpose):
            stand_ins.ask(one, by=self.user(who))

    def sent(self, who, purpose):
        one = self.stand_in(who, purpose)
        if one and one.asked_at:
            stand_ins.begin_wait(one.pk, one.asked_at)

    def refuse(self, who, purpose):
        if one := self.stand_in(who, purpose):
            stand_ins.refuse(one, by=self.owner)

    def stop(self, who, purpose):
        if one := self.stand_in(who, purpose):
            stand_ins.stop(one, by=self.owner)

    def take(self, who, purpose):
        if one := self.stand_in(who, purpose):
            stand_ins.take_over(one, by=self.user(who))

    def remove(self, who):
        if theirs := self.membership(who):
            stand_ins.end_stand_ins(theirs)
            Membership.objects.filter(pk=theirs.pk).update(removed_at=START)

    def back(self, who):
        if Plan.objects.get(pk=self.cast.plan.pk).owner == self.user(who):
            return
        fields = {**NO_GRANTS, "role": Role.VIEWER, "removed_at": None}
        theirs = self.membership(who)
        if theirs and theirs.removed_at:
            Membership.objects.filter(pk=theirs.pk).update(**fields)
        elif not theirs:
            Membership.objects.create(plan=self.cast.plan, user=self.user(who), **fields)


def steps(what, *about) -> list[tuple]:
    if what != "all":
        return [(what, *about)]
    who, purpose, days = about
    return [("name", who, purpose, days), ("ask", who, purpose), ("sent", who, purpose)]


class TestAnyPresses(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.lists(PRESS, min_size=8, max_size=25))
    def test_nobody_sees_before_the_moment_and_one_owns(self, presses):
        real, model = Presses(make_cast()), Model()
        with mock.patch.object(stand_ins, "post"):
            for what, *about in presses:
                for one, *of_it in steps(what, *about):
                    if one == "wait":
                        model.now += datetime.timedelta(hours=of_it[0])
                    else:
                        with time_machine.travel(model.now, tick=False):
                            real.press(one, *of_it)
                        getattr(model, one)(*of_it)
                self.compare(real, model)

    def compare(self, real, model):
        plan = Plan.objects.get(pk=real.cast.plan.pk)
        assert plan.owner == real.user(model.owner)
        with time_machine.travel(model.now, tick=False):
            for who in ("maria", "ana", "ben"):
                member = member_of(plan, real.user(who), real.membership(who))
                seen = [s for s in Section if member and member.can(Action.VIEW, s)]
                assert seen == (list(Section) if model.sees_all(who) else []), who
        rows = StandIn.objects.values_list(
            "membership__user__name", "purpose", "wait_days", "asked_at", "notice_at", "refused_at"
        )
        found = {(name.lower(), purpose): rest for name, purpose, *rest in rows}
        assert found == model.named
