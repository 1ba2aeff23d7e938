"""How people come into a plan and stand in for its owner, through its pages: a part of the machine
of tests/test_sharing_machine.py. A plain model beside says who is in the plan, with which grants.
"""

import datetime
from dataclasses import dataclass

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from careplan.accounts.mail_server import MailServer
from careplan.accounts.outbox import WaitingLetter, send
from careplan.plans.access import Action, Section
from careplan.plans.models import Grant, Role
from careplan.sharing.stand_ins import AGAIN_AFTER, StandIn
from tests.cast import just_asked
from tests.posting import hidden_in
from tests.sharing.conftest import token_in

PEOPLE = ("maria", "mark", "ana", "ben", "sam", "rita")
WHO = st.sampled_from(PEOPLE)
# Some twice, so that what one step begins another goes on with.
HELPERS = st.sampled_from(["ana", "ben", "mark", "rita", "rita", "sam", "sam"])
ROLE = st.sampled_from(["manager", "caregiver", "viewer"])
PURPOSE = st.sampled_from(["look", "look", "succeed"])
DAYS = st.integers(1, 3)
PARTS = st.frozensets(st.sampled_from(list(Section)), min_size=1, max_size=2)


@dataclass
class Rights:
    """What somebody may do: a role, and a grant of each part."""

    role: Role
    grants: dict[Section, Grant]

    @classmethod
    def of(cls, role, parts) -> "Rights":
        grant = Grant.SEE if role == Role.VIEWER else Grant.CHANGE
        parts = Section if role == Role.MANAGER else parts
        return cls(role, {s: grant if s in parts else Grant.NONE for s in Section})


@dataclass
class Link:
    """An invitation's link to copy: the newest one alone opens anything."""

    rights: Rights
    by: str
    token: str
    until: datetime.datetime
    is_over: bool = False
    is_no: bool = False


@dataclass
class Named:
    """Somebody who is named to stand in."""

    days: int
    told: datetime.datetime | None = None
    refused: datetime.datetime | None = None

    @property
    def is_open(self) -> bool:
        wait = datetime.timedelta(days=self.days)
        return self.told is not None and self.told + wait <= timezone.now()


class Comings:
    """Rules of the machine: inviting, answering, standing in, and days that pass."""

    def begin_comings(self):
        self.clock = time_machine.travel(timezone.now())
        self.traveller = self.clock.start()
        self.owner, self.closed, self.links, self.named = "maria", False, {}, {}
        self.inside = {
            "ana": Rights.of(Role.CAREGIVER, Section),
            "ben": Rights.of(Role.VIEWER, Section),
            "mark": Rights.of(Role.MANAGER, Section),
        }

    # -- the model ---------------------------------------------------------------------------------

    def should_see(self, who, section) -> bool:
        rights = self.inside.get(who)
        look = self.named.get((who, "look"))
        return who == self.owner or bool(
            rights and (rights.grants[section] != Grant.NONE or (look and look.is_open))
        )

    def goes(self, who) -> None:
        """Somebody left, or was removed: their part as a stand-in ends, and what they invited."""
        del self.inside[who]
        self.named = {key: one for key, one in self.named.items() if key[0] != who}
        self.drop_links(who)

    def drop_links(self, by, *, only_managers=False) -> None:
        for link in self.links.values():
            if link.by == by and (link.rights.role == Role.MANAGER or not only_managers):
                link.is_over = True

    def owns_now(self, who) -> None:
        self.inside[self.owner] = Rights.of(Role.MANAGER, Section)
        del self.inside[who]
        self.drop_links(self.owner, only_managers=True)
        self.owner, self.named = who, {}

    def keeps(self, who) -> bool:
        """Whether `who` may invite."""
        helps = who in self.inside and self.inside[who].role == Role.MANAGER
        return not self.closed and (who == self.owner or helps)

    # -- the pages ---------------------------------------------------------------------------------

    def browser(self, who) -> Client:
        client = Client()
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(getattr(self.cast, who), backend=backend)
        just_asked(client)
        return client

    def press(self, presser, route, *keys, is_form=True, **typed):
        """What the site answers somebody who sends a form, with what its page carries."""
        client = self.browser(presser)
        address = reverse(route, args=[self.plan.pk, *keys])
        if is_form:
            page = client.get(address)
            if page.status_code != 200:
                return page
            typed = hidden_in(page) | typed
        return client.post(address, typed)

    # -- how each life begins ----------------------------------------------------------------------

    @initialize(one=st.permutations(["rita", "sam"]), role=ROLE, parts=PARTS, purpose=PURPOSE)
    def one_came_and_one_is_invited(self, one, role, parts, purpose):
        """Who came asks to stand in already."""
        came, invited = one
        self.invite("maria", came, role, parts, True)
        self.name_stand_in(came, purpose, 1, True)
        self.invite("mark", invited, "viewer", parts, False)

    # -- inviting ----------------------------------------------------------------------------------

    @rule(by=WHO, who=HELPERS, role=ROLE, parts=PARTS, now=st.booleans())
    def invite(self, by, who, role, parts, now):
        """`by` invites `who`, and copies the link; `now` they say yes at once."""
        rights, email = Rights.of(Role(role), parts), getattr(self.cast, who).email
        grants = {section.value: grant.value for section, grant in rights.grants.items()}
        typed = {"name": who, "email": email, "relation": "", "role": role}
        answer = self.press(by, "invitation_create", **typed, **grants)
        if not self.keeps(by):
            assert answer.status_code == (403 if by in (*self.inside, self.owner) else 404)
            return
        standing = self.links.get(who)
        is_old = standing and not standing.is_over
        is_open = is_old and not standing.is_no and standing.until > timezone.now()
        if who in (*self.inside, self.owner) or (role == Role.MANAGER and by != self.owner):
            assert answer.status_code == 200, "the form says why"
            return
        is_above = is_old and standing.rights.role == Role.MANAGER and by != self.owner
        if is_above and not is_open:
            assert answer.status_code == 403
            return
        assert answer.status_code == 302, answer.context["form"].errors
        invitation = self.plan.invitations.standing().get(email=email)
        copied = self.press(by, "invitation_link", invitation.pk, is_form=False)
        if is_above:
            assert copied.status_code == 404
            return
        until = timezone.now() + datetime.timedelta(hours=72)
        token = token_in(copied.content.decode())
        if is_open:  # the one that stands, with the rights that it has; its link is a new one
            standing.token, standing.until = token, until
        else:
            self.links[who] = Link(rights, by, token, until)
        if now:
            self.answer_invitation(who, who, says_yes=True)

    @rule(who=WHO, nth=st.integers(0, 5), says_yes=st.sampled_from([True, True, False]))
    def somebody_answers(self, who, nth, says_yes):
        """With a link that may open something; where there is none, with an old one."""
        links = [each for each, link in self.links.items() if not link.is_over] or [*self.links]
        self.answer_invitation(who, links[nth % len(links)], says_yes)

    def answer_invitation(self, who, of, says_yes):
        """`who` opens the link that was made for `of`, and answers."""
        link, client = self.links[of], self.browser(who)
        page = client.get(reverse("invitation_open", args=[link.token]), follow=True)
        stands = not (link.is_over or link.is_no or self.closed) and link.until > timezone.now()
        assert page.status_code == (200 if stands else 404)
        assert [i.word for i in self.items if i.word in page.content.decode()] == []
        route = "invitation_accept" if says_yes else "invitation_decline"
        answer = client.post(reverse(route))
        if not stands:
            assert answer.status_code == 404
        elif not says_yes:
            link.is_no = True
        elif who != of:
            assert answer["Location"] == reverse("invitation"), "it is not theirs"
        elif who not in (*self.inside, self.owner):
            assert answer["Location"] == reverse("home", args=[self.plan.pk])
            self.inside[who], link.is_over = link.rights, True
            self.is_eventful = True

    # -- standing in -------------------------------------------------------------------------------

    @rule(who=HELPERS, purpose=PURPOSE, days=DAYS, asks=st.booleans())
    def name_stand_in(self, who, purpose, days, asks):
        theirs = self.membership(who)
        key = theirs.pk if theirs else 0
        answer = self.press(self.owner, "stand_in_create", purpose, who=key, days=days)
        if self.closed:
            assert answer.status_code == 403
            return
        is_taken = purpose == "succeed" and any(p == "succeed" for _who, p in self.named)
        if theirs and (who, purpose) not in self.named and not is_taken:
            assert answer.status_code == 302, answer.context["form"].errors
            self.named[who, purpose] = Named(days)
        else:
            assert answer.status_code == 200, "the form, or the page of nobody, says why"
        if asks:
            self.ask_to_stand_in(who, purpose)

    def stand_in(self, who, purpose) -> StandIn | None:
        theirs = StandIn.objects.filter(membership__user=getattr(self.cast, who), purpose=purpose)
        found = theirs.first()
        assert bool(found) == ((who, purpose) in self.named)
        return found

    @rule(who=HELPERS, purpose=PURPOSE)
    def ask_to_stand_in(self, who, purpose):
        found = self.stand_in(who, purpose)
        if found is None:
            return
        other = "ben" if who == "ana" else "ana"
        assert self.press(other, "stand_in_ask", found.pk).status_code == 404
        self.press(who, "stand_in_ask", found.pk)
        for waiting in WaitingLetter.objects.filter(kind="stand_in_asked"):
            send(waiting, MailServer(patience=1))  # as after commit, which does not come here
        named = self.named[who, purpose]
        may = named.refused is None or named.refused + AGAIN_AFTER <= timezone.now()
        if not self.closed and named.told is None and may:
            named.told, named.refused = timezone.now(), None

    @rule(who=HELPERS, purpose=PURPOSE, way=st.sampled_from(["refuse", "stop"]))
    def owner_says_no(self, who, purpose, way):
        found = self.stand_in(who, purpose)
        if found is None:
            return
        answer = self.press(self.owner, f"stand_in_{way}", found.pk, is_form=False)
        assert answer.status_code == 302
        named = self.named[who, purpose]
        if way == "stop":
            del self.named[who, purpose]
        elif named.told:
            named.told, named.refused = None, timezone.now()

    @rule(who=HELPERS)
    def take_over(self, who):
        found = self.stand_in(who, "succeed")
        if found is None:
            return
        self.press(who, "stand_in_take_over", found.pk)
        if self.named[who, "succeed"].is_open:
            self.owns_now(who)
            self.is_eventful = True

    @rule(days=DAYS)
    def days_pass(self, days):
        """With a minute more, so that no wait ends between two of the machine's own lines."""
        self.traveller.shift(datetime.timedelta(days=days, minutes=1))
        self.is_eventful = True

    # -- what holds --------------------------------------------------------------------------------

    def compare_with_model(self):
        assert self.fresh_plan().owner == getattr(self.cast, self.owner)
        for who in PEOPLE:
            member = self.member(who)
            assert (member is not None) == (who in (*self.inside, self.owner)), who
            for section in Section:
                sees = member is not None and member.can(Action.VIEW, section)
                assert sees == self.should_see(who, section), (who, section)
