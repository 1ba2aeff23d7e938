"""Plans for the doctor's page, each of its own seed: empty and full, of every kind of words."""

import datetime as dt
import random
import uuid

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument, State
from careplan.documents.parts import DocumentCopy, NamedPerson, Part
from careplan.plans.models import Grant, Membership
from careplan.questions.models import Question

SENTENCE = "Why is it so, and what can be done about it at home? "
KINDS = {
    "short": "Can I travel? " * 2,
    "plain": SENTENCE * 80,
    "wide": "W" * 4_000,
    "words of wide letters": ("W" * 30 + " ") * 130,
    "Arabic": "هل هذا التعب من السرطان أم من العلاج؟ " * 110,
    "a long Arabic word": "ك" * 4_000,
    "Vietnamese": "Tôi có thể làm gì để giảm mệt mỏi và đau lưng vào ban đêm? " * 70,
    "signs": "I feel 😀 👩🏽‍⚕️ 🇺🇸 — it’s ½ of “that”. " * 110,
    "nothing but signs": "😀" * 4_000,
    "the widest letter": "﷽ " * 2_000,
    "marks upon marks": "a\u0301\u0323\u0308\u0327\u0302" * 600,
    "lines": "Why?\n\n- then\n" * 280,
    "no font": "我该怎么办？" * 600,
    "markup": "<b>x</b> {{ person }} & </p></td> " * 110,
}
ROLES = ("maria", "ana", "ben")


class Plan:
    """A visit in Maria's plan, all of it made of `seed`, and what its reader may see of it."""

    def __init__(self, cast, seed: int):
        self.cast, self.random = cast, random.Random(seed)  # noqa: S311 - no secret
        # Some plans are full to the brim, with one kind of words; some have a little of everything.
        self.one_kind = seed % 3 == 0 and self.random.choice(list(KINDS))
        self.is_full = seed % 3 == 0 or self.random.random() < 0.3
        self.paper = self.random.choice(("a4", "letter"))
        self.size = self.random.choice(("normal", "large"))
        self.reader = getattr(cast, self.random.choice(ROLES))
        self.private = self.random.random() < 0.5
        self.fill()

    def words(self, most: int, least: int = 0) -> str:
        """A text of a field of `most` characters."""
        kind = self.one_kind or self.random.choice(list(KINDS))
        lengths = (least, 12, 240, most, most) if not self.is_full else (most,)
        length = max(least, min(most, self.random.choice(lengths)))
        return KINDS[kind][:length].strip() or "x" * least

    def by(self, user) -> dict:
        return {"plan": self.cast.plan, "author": user, "changed_by": user}

    def fill(self) -> None:
        plan, maria = self.cast.plan, self.cast.maria
        plan.person_name = self.words(80, least=1)
        for name in ("how_much", "information_need", "who_may_hear"):
            setattr(plan, name, self.words(500))
        plan.what_matters = "canary what matters"
        plan.is_for_owner = self.random.random() < 0.8
        plan.save()
        for name in ("ana", "ben"):
            grants = {s: self.random.choice((Grant.NONE, Grant.SEE)) for s in ("papers", "people")}
            Membership.objects.filter(user=getattr(self.cast, name)).update(**grants)
        self.visit = Appointment.objects.create(
            with_whom=self.words(120),
            who_comes=self.words(200),
            on=dt.date(2026, 12, 3),
            at=dt.time(10, 30),
            **self.by(maria),
        )
        self.ask()
        self.worry()
        self.sign()

    def ask(self) -> None:
        """Questions, of which one in seven is private to its author."""
        self.shared_questions = self.own_questions = 0
        questions = []
        for _number in range(self.random.choice((0, 1, 2, 3, 4, 12, 300))):
            author, is_private = self.anybody(), self.random.random() < 0.15
            text = self.words(4_000, least=1)
            if is_private:
                text = f"canary-{author.name} {text[:60]}"
            self.shared_questions += not is_private
            self.own_questions += is_private and author == self.reader
            questions.append(Question(text=text, is_private=is_private, **self.by(author)))
        Question.objects.bulk_create(questions)
        ListedQuestion.objects.bulk_create(
            ListedQuestion(appointment=self.visit, question=q, position=n + 1, **self.by(q.author))
            for n, q in enumerate(questions)
        )

    def worry(self) -> None:
        """Concerns, of which one in five is private to its author."""
        self.shared_concerns = self.own_concerns = 0
        for _number in range(self.random.choice((0, 1, 3, 5, 40))):
            author, is_private = self.anybody(), self.random.random() < 0.2
            bother = self.random.choice((None, 0, 3, 8, 10))
            words = self.words(4_000, least=1)
            if is_private:
                words, bother = f"canary-{author.name}-worry {words[:60]}", 10
            self.shared_concerns += not is_private and bother is not None
            self.own_concerns += is_private and author == self.reader
            Concern.objects.create(
                category="other",
                words=words,
                bother=bother,
                is_private=is_private,
                **self.by(author),
            )

    def sign(self) -> None:
        """A signed proxy with people and copies, or none; and a will, which is not to be told."""
        maria = self.cast.maria
        signed = {"state": State.SIGNED, "signed_on": "2026-05"}
        will = AdvanceDocument.objects.create(
            kind="last-will", original_place="canary will", **signed, **self.by(maria)
        )
        NamedPerson.objects.create(document=will, name="canary heir", **self.by(maria))
        self.people = self.random.choice((0, 1, 2, 7))
        self.copies = self.random.choice((0, 1, 3, 60))
        proxy = AdvanceDocument.objects.create(
            kind="health-care-proxy",
            own_name=self.words(120),
            original_place=self.words(300),
            **signed,
            **self.by(maria),
        )
        for number in range(self.people):
            NamedPerson.objects.create(
                document=proxy,
                part=Part.ALTERNATE if number else Part.AGENT,
                name=self.words(120, least=1),
                relation=self.words(80),
                phone_day=self.words(40),
                phone_night="+1 555 0143 0199",
                **self.by(maria),
            )
        for _number in range(self.copies):
            DocumentCopy.objects.create(
                document=proxy,
                holder=self.words(120, least=1),
                holder_kind="family",
                request_uuid=uuid.uuid4(),
                **self.by(maria),
            )

    def anybody(self):
        return getattr(self.cast, self.random.choice(ROLES))
