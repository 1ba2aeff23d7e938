"""The two safety warnings of the article: which of them a concern, question or note raises.

Source: "Metastasis (Metastatic Cancer)", reviewed 12/20/2021.
(a) Bone metastasis: "Severe back pain accompanied by leg numbness or difficulty with bowel or
    bladder control must be evaluated immediately."
(b) "If you have metastatic cancer and you develop new symptoms, call your healthcare provider
    right away."

Symptoms chosen by name decide exactly. Own words err on the side of showing: a warning too many
costs a glance, a warning too few may cost the use of the legs.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import Enum, auto

from careplan.concerns.own_words import PARTS, Clause, Gap, Sense, read


class Alert(Enum):
    """The warnings, the most urgent first."""

    SPINE = auto()
    NEW_SYMPTOM = auto()


class Sign(Enum):
    """The three signs that (a) puts together."""

    BACK = auto()
    LEGS = auto()
    BLADDER = auto()


# The slugs of the library's symptoms that (a) rests on.
CHOSEN_SIGNS = {
    "severe-back-pain": Sign.BACK,
    "leg-numbness": Sign.LEGS,
    "bladder-bowel": Sign.BLADDER,
}
NEW_FOR = timedelta(days=30)  # "New" is up to and with the 30th day.
CARRIED_CLAUSES = 3  # "It is my back. Truly. It kills me": how far a named part is remembered.

PAINS = {Sense.PAIN, Sense.PAIN_CARE}
FAILS = {Sense.NUMB, Sense.WEAK, Sense.FAILING}
WHOLE_SIGNS = {Sense.BACK_PAIN, Sense.LEGS_FAIL, Sense.NO_CONTROL}
# What is a symptom in itself, whatever part it names.
REPORTS = {Sense.PAIN, Sense.NUMB, Sense.WEAK, Sense.SYMPTOM} | WHOLE_SIGNS
# "Bad" is the complaint itself only where no other is named: "severe pain in my legs".
NAMED = REPORTS | {Sense.PAIN_CARE}
COMPLAINTS = NAMED | {Sense.FAILING, Sense.CANT, Sense.TIRED, Sense.BAD}
# What a clause lends to the one beside it: not a sign that already names its own part.
LENT = COMPLAINTS - WHOLE_SIGNS - {Sense.CANT}


def alerts(
    *,
    texts: Iterable[str] = (),
    symptoms: Iterable[str] = (),
    began: date | None = None,
    is_symptom: bool = False,
    today: date,
) -> tuple[Alert, ...]:
    """The warnings that one concern, question, note or answer raises, the most urgent first.

    `texts` are a person's own words, in English or Spanish; `symptoms` are slugs of the library;
    `is_symptom` says that the record is a symptom whatever its words; `began` is its "since when".
    Raises nothing for any text.
    """
    told = [read(text) for text in texts]
    chosen = set(symptoms)
    raised = []
    if spine(told, chosen):
        raised.append(Alert.SPINE)
    if new_symptom(told, began=began, chosen=is_symptom or bool(chosen), today=today):
        raised.append(Alert.NEW_SYMPTOM)
    return tuple(raised)


# -- (a) severe back pain, with numb legs or with trouble of bladder or bowel ---------------------


def spine(told: list[list[Clause]], symptoms: set[str]) -> bool:
    """Warning (a). It does not look at the date: old or new, this must be seen today.

    By name: the back, with one of the other two. Once own words say one of the signs, any two of
    the three are enough: the pain need not be called severe, and weak legs with lost bladder
    control show it without the back, since pain may be dulled by medicine.
    One sign alone never does.
    """
    chosen = {CHOSEN_SIGNS[slug] for slug in symptoms if slug in CHOSEN_SIGNS}
    if Sign.BACK in chosen and len(chosen) > 1:
        return True
    worded = {sign for clauses in told for sign in signs(clauses)}
    return bool(worded) and len(worded | chosen) > 1


def signs(clauses: list[Clause], *, widely: bool = True) -> Iterator[Sign]:
    """The signs that a text tells of; those it denies are left out.

    Read widely, tired legs may be weak legs, and what is only supposed counts.
    """
    for index, clause in enumerate(clauses):
        own = clause.told if widely else clause.reported
        says = own | _taken_up(clauses, index)
        if not says & COMPLAINTS:
            continue
        parts = _parts(own) or _remembered(clauses, index)
        bad = Sense.BAD in says and not says & NAMED
        cant = Sense.CANT in own and bool(_parts(own))  # not of a part that is only remembered
        fails = bad or cant or bool(says & FAILS) or (widely and Sense.TIRED in says)
        # Numbness of no named part is taken for the legs'; numb hands are not.
        numb = Sense.NUMB in says and parts != {Sense.ELSEWHERE}
        if Sense.BACK_PAIN in says or (Sense.BACK in parts and (bad or says & PAINS)):
            yield Sign.BACK
        if Sense.LEGS_FAIL in says or numb or (Sense.LEGS in parts and fails):
            yield Sign.LEGS
        if Sense.NO_CONTROL in says or (Sense.BLADDER in parts and fails):
            yield Sign.BLADDER


def _parts(senses: frozenset[Sense]) -> frozenset[Sense]:
    """The parts of the body that are named, the back of "back pain" too."""
    return senses & PARTS | ({Sense.BACK} if Sense.BACK_PAIN in senses else set())


def _remembered(clauses: list[Clause], index: int) -> frozenset[Sense]:
    """The parts that a clause without any speaks of: "It's my back. The pain is awful"."""
    parts: frozenset[Sense] = frozenset()
    for earlier in reversed(clauses[max(0, index - CARRIED_CLAUSES) : index]):
        named = _parts(earlier.told)
        if named and earlier.claims:
            # "My back is fine. I feel terrible" and "no pain in my back" hand nothing on.
            return parts or (named if earlier.told & COMPLAINTS else parts)
        if parts and not named:
            break
        parts |= named  # "It is my back and my legs: pain and numbness"
    return parts


def _taken_up(clauses: list[Clause], index: int) -> frozenset[Sense]:
    """The complaint of the next or last clause, for one that only names a part.

    "My back and my legs hurt"; "It hurts so much, my back".
    """
    taken: frozenset[Sense] = frozenset()
    if clauses[index].claims or not clauses[index].told & PARTS:
        return taken
    if index + 1 < len(clauses) and clauses[index + 1].gap <= Gap.COMMA:
        taken |= clauses[index + 1].reported
    if index and not clauses[index - 1].told & PARTS:
        taken |= clauses[index - 1].reported
    return taken & LENT


# -- (b) any new symptom --------------------------------------------------------------------------


def new_symptom(told: list[list[Clause]], *, began: date | None, chosen: bool, today: date) -> bool:
    """Warning (b), for a symptom that was chosen or is told of.

    It is new when no date says otherwise. A date in the future is a slip, and counts as new.
    An old one, with no word that it is new, does not warn again, so that the warning stays read.
    """
    fresh = began is None or today - began <= NEW_FOR
    if fresh:
        return chosen or any(tells_symptom(clauses) for clauses in told)
    return any(says_new(clauses) and (chosen or tells_symptom(clauses)) for clauses in told)


def tells_symptom(clauses: list[Clause]) -> bool:
    """Whether a text reports a symptom: one that it neither denies nor only supposes."""
    if any(clause.reported & REPORTS for clause in clauses):
        return True
    return bool(set(signs(clauses, widely=False))) or _sudden_change(clauses)


def _sudden_change(clauses: list[Clause]) -> bool:
    """A part of the body, or a vague word, with "suddenly" or "since yesterday" in one sentence.

    No list holds every symptom: "Suddenly my arm is like ice".
    """
    sentence: frozenset[Sense] = frozenset()
    for clause in clauses:
        if clause.gap >= Gap.ASK:
            sentence = frozenset()
        sentence |= clause.reported
        if Sense.SINCE in sentence and sentence & (PARTS | {Sense.VAGUE}):
            return True
    return False


def says_new(clauses: list[Clause]) -> bool:
    """Whether a text says that something is new. "It started in May" repeats an old date."""
    for clause in clauses:
        says = clause.told
        if says & {Sense.NEW, Sense.SINCE}:
            return True
        if Sense.STARTED in says and Sense.LONG_AGO not in says:
            return True
    return False
