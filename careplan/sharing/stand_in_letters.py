"""The letters about who stands in. They name nobody, and nothing of the plan."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careplan.accounts.outbox import Letter, WaitingLetter, letter
from careplan.plans.models import Role
from careplan.plans.open_plans import open_plan
from careplan.sharing.stand_ins import Purpose, StandIn, begin_wait, standing

TEMPLATE = "sharing/letters/stand_in"


def written(subject: str, *lines: str, **more) -> Letter:
    return Letter(subject, TEMPLATE, {"lines": lines}, **more)


def found(waiting: WaitingLetter) -> StandIn | None:
    """The stand-in that a letter is about, while it stands and its plan is open."""
    plan = open_plan(waiting)
    return plan and standing(plan).filter(pk=waiting.object_id).first()


@letter("stand_in_set")
def named_by_you(waiting):
    """To the owner, who named somebody or changed a wait."""
    plan = open_plan(waiting)
    if not plan or plan.owner_id != waiting.user_id:
        return None
    return written(
        _("Who may step in for you was changed"),
        _("You chose who may step in for you, or how long they wait."),
        _("If this was not you, sign in, stop it, and change your password."),
    )


@letter("stand_in_named")
def named(waiting):
    """To whom the owner named."""
    stand_in = found(waiting)
    if not stand_in:
        return None
    what = {
        Purpose.LOOK: _("In an emergency you can ask to see all of their plan."),
        Purpose.SUCCEED: _("If they cannot keep their plan, you can ask to become its owner."),
    }
    return written(
        _("Somebody trusts you to step in"),
        what[Purpose(stand_in.purpose)],
        _("Sign in to read how it works. There is nothing to do now."),
    )


@letter("stand_in_asked")
def asked(waiting):
    """To the owner. Once it is sent, the wait begins."""
    stand_in = found(waiting)
    if not stand_in or not stand_in.asked_at or stand_in.notice_at:
        return None
    if stand_in.plan.owner_id != waiting.user_id:
        return None
    return written(
        _("Somebody asks to step in for you"),
        what_they_ask(stand_in),
        _("To see who asks, or to say no, sign in and look at Home."),
        sent=partial(begin_wait, stand_in.pk, stand_in.asked_at),
    )


def what_they_ask(stand_in: StandIn) -> str:
    if stand_in.purpose == Purpose.LOOK:
        sentence = ngettext(
            "Somebody you chose can see all of your plan in %(n)d day, unless you say no.",
            "Somebody you chose can see all of your plan in %(n)d days, unless you say no.",
            stand_in.wait_days,
        )
    else:
        sentence = ngettext(
            "Somebody you chose can become the owner in %(n)d day, unless you say no.",
            "Somebody you chose can become the owner in %(n)d days, unless you say no.",
            stand_in.wait_days,
        )
    return sentence % {"n": stand_in.wait_days}


@letter("stand_in_refused")
def refused(waiting):
    """To whom the owner refused, until they ask again."""
    stand_in = found(waiting)
    if not stand_in or not stand_in.refused_at:
        return None
    return written(
        _("The owner said no for now"),
        _("You asked to step in. The owner does not want that now."),
        _("Sign in to see from when you can ask again."),
    )


@letter("stand_in_stopped")
def stopped(waiting):
    """To whom the owner no longer names, unless they are named again by now."""
    plan = open_plan(waiting)
    named_again = {"membership__user": waiting.user_id, "purpose": waiting.object_id}
    if not plan or standing(plan).filter(**named_again).exists():
        return None
    return written(
        _("You are no longer asked to step in"),
        _("The owner of a plan changed who may step in for them."),
    )


@letter("stand_in_owns")
def owns(waiting):
    """To who owned the plan until now, even if they have left it since."""
    plan = open_plan(waiting)
    if not plan or plan.owner_id == waiting.user_id:
        return None
    mine = plan.memberships.filter(user=waiting.user_id, removed_at=None, role=Role.MANAGER)
    if mine.exists():
        now = _("The person you chose owns your plan now. You still see and change all of it.")
    else:
        now = _("The person you chose owns your plan now.")
    return written(_("Your plan has a new owner"), now, _("If this is not right, talk to them."))
