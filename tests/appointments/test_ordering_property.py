"""Whatever several readers do to a list, in whatever order: held by Hypothesis.

A plain list of every question, private and taken off ones too, is the model. After each press the
places are 1 to n, everybody sees the model less what they may not see, and numbers have no gaps.
"""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from careplan.appointments.models import ListedQuestion
from careplan.appointments.ordering import place, put_back, put_on_list
from careplan.appointments.reading import ReadersList
from tests.appointments.lists import positions, question, visit
from tests.cast import make_cast

WHO = st.sampled_from(["maria", "ana"])
NTH = st.integers(0, 9)
PRESS = st.one_of(
    st.tuples(st.just("new"), WHO, st.booleans(), st.booleans()),  # private, first
    st.tuples(st.just("again"), WHO, NTH, st.booleans()),
    st.tuples(st.sampled_from(["before", "after"]), WHO, NTH, NTH),
    st.tuples(st.just("off"), WHO, NTH, st.none()),
    st.tuples(st.just("back"), WHO, NTH, st.none()),
)


class Model:
    """What should stand: every question in order, what is off, and whose is private."""

    def __init__(self, cast):
        self.cast, self.visit = cast, visit(cast)
        self.order, self.off, self.private = [], set(), {}

    def seen(self, who):
        """What `who` may see, taken off or not."""
        return [q for q in self.order if self.private.get(q, who) == who]

    def standing(self, who):
        return [q for q in self.seen(who) if q not in self.off]

    def row(self, question):
        return ListedQuestion.objects.get(appointment=self.visit, question=question)

    def press(self, what, who, one, other):
        user = getattr(self.cast, who)
        member, seen = self.cast.as_member(user), self.seen(who)
        if what == "new":
            made = question(self.cast, f"{who} {len(self.order)}", user, is_private=one)
            put_on_list(appointment=self.visit, questions=[made], member=member, first=other)
            self.order.insert(0 if other else len(self.order), made)
            if one:
                self.private[made] = who
            return
        if not seen:
            return
        chosen = seen[one % len(seen)]
        if what == "again":
            put_on_list(appointment=self.visit, questions=[chosen], member=member, first=other)
            if chosen in self.off:
                self.off.remove(chosen)
                self.order.remove(chosen)
                self.order.insert(0 if other else len(self.order), chosen)
        elif what == "off":
            self.row(chosen).remove(by=user)
            self.off.add(chosen)
        elif what == "back":
            put_back(listed=self.row(chosen), member=member)
            self.off.discard(chosen)
        else:
            anchor = seen[other % len(seen)]
            place(listed=self.row(chosen), by=user, **{what: self.row(anchor)})
            if chosen not in self.off and chosen != anchor:
                self.order.remove(chosen)
                self.order.insert(self.order.index(anchor) + (what == "after"), chosen)


class TestAnyPresses(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(PRESS, max_size=14))
    def test_the_list_is_what_was_meant(self, presses):
        model = Model(make_cast())
        for press in presses:
            model.press(*press)
            assert positions(model.visit) == list(range(1, len(model.order) + 1))
            for who in ("maria", "ana", "ben"):
                found = ReadersList(model.visit, model.cast.as_member(getattr(model.cast, who)))
                assert [row.question for row in found.rows] == model.standing(who)
                assert [row.number for row in found.rows] == list(range(1, len(found.rows) + 1))
                off = {q for q in model.off if model.private.get(q, who) == who}
                assert {listed.question for listed in found.taken_off} == off
