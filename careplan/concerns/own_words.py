"""Reads a person's own words into clauses: what they name, and what they deny.

The words to listen for stand in `phrases.toml`; what they mean for the warnings, in `safety.py`.
One pass from left to right, no backtracking: the time grows with the length of the text alone.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from careplan.concerns.phrases import MEANINGS, SAME, SPELLING, Gap, Sense

KNOWN = SAME.words | MEANINGS.words | set(SPELLING)
PARTS = {Sense.BACK, Sense.LEGS, Sense.BLADDER, Sense.ELSEWHERE}
CLAIMS = {
    Sense.PAIN,
    Sense.PAIN_CARE,
    Sense.NUMB,
    Sense.WEAK,
    Sense.FAILING,
    Sense.TIRED,
    Sense.BACK_PAIN,
    Sense.LEGS_FAIL,
    Sense.NO_CONTROL,
    Sense.SYMPTOM,
}
STATED = CLAIMS | {Sense.BAD, Sense.FINE}
# What a denial may step over, or take along, on its way to the claim that it denies.
REACHED = PARTS | {
    Sense.SMALL,
    Sense.OWN,
    Sense.BAD,
    Sense.NEW,
    Sense.SINCE,
    Sense.STARTED,
    Sense.VAGUE,
}
SILENT = PARTS | {Sense.SMALL, Sense.OWN}
# What may stand between the commas of a denied list: "no fever, pain in my legs, or cough".
LISTED = CLAIMS | PARTS | {Sense.BAD, Sense.SMALL, Sense.OWN}


@dataclass(slots=True)
class Hit:
    """One phrase found, with what stood before it."""

    sense: Sense
    gap: Gap
    denied: bool = False
    supposed: bool = False


@dataclass(slots=True, frozen=True)
class Clause:
    """What stands between two breaks of a text; `gap` is the first break.

    `told` is what it says and does not deny; `reported` is that, less what it only supposes.
    `claims`: it says how something is, be it denied or well.
    """

    gap: Gap
    told: frozenset[Sense]
    reported: frozenset[Sense]
    claims: bool


# -- from a text to words -----------------------------------------------------------------------

APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʹʻ`´′＇‛"))
TOKEN = re.compile(r"\w+|\n|[^\w\s]")
LONG_RUN = re.compile(r"(.)\1\1+")
GAPS = dict.fromkeys(".!;…•", Gap.STOP) | dict.fromkeys("?:¿", Gap.ASK)
GAPS |= dict.fromkeys(",()[]—–/", Gap.COMMA) | dict.fromkeys("-_", Gap.NONE)


def plain(text: str) -> str:
    """Lower case, no accents, no apostrophes, no invisible characters."""
    text = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).casefold()
    if not text.isascii():
        kept = (c for c in unicodedata.normalize("NFKD", text) if not invisible(c))
        text = "".join(kept).translate(APOSTROPHES)
    return text


def invisible(character: str) -> bool:
    """Accents that stand apart, and marks that only steer how text is shown."""
    return unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}


def spelled(word: str) -> str:
    """The word as the tables spell it: "nummmb" and "num" are "numb"."""
    if word not in KNOWN:
        twice = LONG_RUN.sub(r"\1\1", word)
        word = twice if twice in KNOWN else LONG_RUN.sub(r"\1", word)
    return SPELLING.get(word, word)


def split(text: str) -> tuple[list[str], list[Gap]]:
    """The words of a text and what stands before each."""
    words: list[str] = []
    gaps: list[Gap] = []
    gap = Gap.NONE
    for token in TOKEN.findall(plain(text).replace(" - ", " – ").replace("_", " ")):
        if token[0].isalnum():
            words.append(spelled(token))
            gaps.append(gap)
            gap = Gap.NONE
        else:
            gap = max(gap, GAPS.get(token, Gap.SOFT))
    return words, gaps


def find(text: str) -> list[Hit]:
    """The phrases of a text in their order; a word in no table is UNKNOWN."""
    words, gaps = split(text)
    one_way: list[str] = []
    before: list[Gap] = []
    for word, start in SAME.match(words, gaps):
        one_way.append(str(word or words[start]))
        before.append(gaps[start])
    return [
        Hit(sense or Sense.UNKNOWN, before[start])
        for sense, start in MEANINGS.match(one_way, before)
    ]


# -- denying and supposing ----------------------------------------------------------------------


def reach(hits: list[Hit], start: int, stops: set[Sense]) -> Iterator[Hit]:
    """The hits that a "no" or an "if" just before `start` speaks of.

    It reaches over small words and parts of the body to one claim, and through "or" to more. Any
    other word ends it, and so does "and": "I did not sleep because my back hurts" denies no pain.
    """
    closed = False
    listed = start  # up to here we know that the commas are those of a list with an "or"
    for index in range(start, len(hits)):
        hit = hits[index]
        if hit.gap == Gap.COMMA and start < index and listed <= index:
            listed = end_of_list(hits, index)
        if (hit.gap and index >= listed) or hit.sense in stops:
            return
        if hit.sense is Sense.OR or hit.gap == Gap.COMMA:
            closed = False
        if hit.sense in CLAIMS:
            if closed:
                return
            closed = True
            yield hit
        elif hit.sense in REACHED:
            yield hit
        elif hit.sense is not Sense.OR:
            return


def end_of_list(hits: list[Hit], start: int) -> int:
    """Where a list that starts at this comma reaches its "or"; `start` if it is no such list.

    "No back pain, numbness, or bladder trouble" denies all three. "No back pain, numb legs" and
    "No back pain, my legs feel numb or weak" do not deny the legs.
    """
    if hits[start].sense in {Sense.OWN, Sense.SMALL}:
        return start
    for index in range(start, len(hits)):
        hit = hits[index]
        if hit.sense is Sense.OR:
            return index + 1
        if hit.sense not in LISTED or hit.gap not in {Gap.NONE, Gap.COMMA}:
            return start
    return start


def denies_unknown(hits: list[Hit], index: int, reached: list[Hit]) -> bool:
    """Whether the "no" at `index` denies no complaint, but a word in no table: "isn't emptying"."""
    after = index + 1 + len(reached)
    if any(hit.sense not in SILENT for hit in reached) or after >= len(hits):
        return False
    return hits[after].sense is Sense.UNKNOWN and not hits[after].gap


def deny(hits: list[Hit]) -> None:
    """Marks what the text denies or only supposes."""
    clause_start = 0
    for index, hit in enumerate(hits):
        if hit.sense is Sense.NO:
            reached = list(reach(hits, index + 1, set()))
            _take_back(reached)
            if denies_unknown(hits, index, reached):
                hit.sense = Sense.CANT
            if hit.gap == Gap.ASK and (index + 1 == len(hits) or hits[index + 1].gap):
                _take_back(hits[clause_start:index])  # "Back pain? No."
        elif hit.sense is Sense.IF:
            for other in reach(hits, index + 1, {Sense.OWN}):
                other.supposed = True
        if hit.gap or hit.sense is Sense.AND:
            clause_start = index
        if hit.sense is Sense.GONE and not hit.denied:
            pains = {Sense.PAIN, Sense.BACK_PAIN, Sense.SYMPTOM}
            _take_back([h for h in hits[clause_start:index] if h.sense in pains])
            clause_start = index


def _take_back(hits: list[Hit]) -> None:
    for hit in hits:
        hit.denied = True


def read(text: str) -> list[Clause]:
    """The clauses of a text; a clause ends at every break and at "and", "but" and their like."""
    hits = find(text)
    deny(hits)
    clauses: list[Clause] = []
    run: list[Hit] = []
    gap = Gap.STOP
    for hit in hits:
        joined = hit.sense is Sense.AND
        if hit.gap or joined:
            clauses.append(clause(gap, run))
            run, gap = [], hit.gap or Gap.SOFT
        if not joined:
            run.append(hit)
    return [*clauses, clause(gap, run)]


def clause(gap: Gap, hits: list[Hit]) -> Clause:
    """The clause that these hits make."""
    told = [hit for hit in hits if not hit.denied]
    return Clause(
        gap=gap,
        told=frozenset(hit.sense for hit in told),
        reported=frozenset(hit.sense for hit in told if not hit.supposed),
        claims=any(hit.sense in STATED for hit in hits),
    )
