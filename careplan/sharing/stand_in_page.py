"""How it stands with each person who stands in, in words for the owner and for that person."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from careplan.partial_dates import day_words
from careplan.plans.access import Member
from careplan.sharing.stand_ins import Purpose, StandIn, standing


@dataclass(frozen=True)
class Row:
    """Somebody who is named, as the reader sees them."""

    stand_in: StandIn
    name: str
    sentences: tuple[str, ...]
    is_mine: bool
    may_ask: bool
    may_take_over: bool

    @property
    def is_asked(self) -> bool:
        return self.stand_in.asked_at is not None


@dataclass(frozen=True)
class StandInPage:
    """Everybody whom the owner named; for anybody else, what they are named for themselves."""

    looking: list[Row]
    succeeding: list[Row]


def stand_in_page(member: Member) -> StandInPage:
    """One reading."""
    found = standing(member.plan)
    if not member.owns:
        found = found.filter(membership__user=member.user.pk)
    rows = [row(stand_in, member) for stand_in in found]
    return StandInPage(
        [each for each in rows if each.stand_in.purpose == Purpose.LOOK],
        [each for each in rows if each.stand_in.purpose == Purpose.SUCCEED],
    )


def row(stand_in: StandIn, member: Member) -> Row:
    is_mine = stand_in.user.pk == member.user.pk
    said = to_them(stand_in) if is_mine else to_the_owner(stand_in)
    succeeds = stand_in.purpose == Purpose.SUCCEED
    return Row(
        stand_in,
        stand_in.user.called,
        (*said, wait_words(stand_in)),
        is_mine,
        may_ask=is_mine and stand_in.may_ask and not member.plan.closed_at,
        may_take_over=is_mine and succeeds and stand_in.is_open,
    )


def to_the_owner(s: StandIn) -> tuple[str, ...]:
    """What the owner reads of somebody: what was asked, and what comes of it when."""
    looks = s.purpose == Purpose.LOOK
    if s.refused_at:
        return (_("You said no on %(when)s.") % {"when": moment(s.refused_at)},)
    if not s.asked_at:
        return (_("Has not asked."),)
    asked = _("Asked on %(when)s.") % {"when": moment(s.asked_at)}
    if not s.notice_at:
        return asked, _("The email to you has not left yet. The wait begins when it does.")
    when = {"when": moment(s.opens_at)}
    if s.is_open:
        return asked, (
            (
                _("Can see all since %(when)s.")
                if looks
                else _("Can become the owner since %(when)s.")
            )
            % when
        )
    return asked, (
        _("Can see all from %(when)s, unless you say no.")
        if looks
        else _("Can become the owner from %(when)s, unless you say no.")
    ) % when


def to_them(s: StandIn) -> tuple[str, ...]:
    """The same, as who is named reads it."""
    looks = s.purpose == Purpose.LOOK
    if s.refused_at:
        said = _("The owner said no on %(when)s.") % {"when": moment(s.refused_at)}
        return said, _("You can ask again from %(when)s.") % {"when": moment(s.may_ask_from)}
    if not s.asked_at:
        return (
            _("You can ask to see all of this plan.")
            if looks
            else _("You can ask to become the owner of this plan."),
        )
    asked = _("You asked on %(when)s.") % {"when": moment(s.asked_at)}
    if not s.notice_at:
        return asked, _("The email to the owner has not left yet. The wait begins when it does.")
    when = {"when": moment(s.opens_at)}
    if s.is_open:
        return asked, (
            (_("You can see all since %(when)s.") if looks else _("You can become the owner now."))
            % when
        )
    return asked, (
        _("You can see all from %(when)s, unless the owner says no.")
        if looks
        else _("You can become the owner from %(when)s, unless the owner says no.")
    ) % when


def wait_words(s: StandIn) -> str:
    return ngettext("The wait is %(n)d day.", "The wait is %(n)d days.", s.wait_days) % {
        "n": s.wait_days
    }


def moment(at: datetime.datetime) -> str:
    """“12 March 2026 at 10:30”, where the reader is."""
    local = timezone.localtime(at)
    time = date_format(local, pgettext("time", "H:i"))
    return _("%(day)s at %(time)s") % {"day": day_words(local.date()), "time": time}
