"""At the visit: one question a page, kept as it is typed, by several people at once."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from careplan.appointments.now_forms import NowForm
from careplan.appointments.now_leading import address_after, first_address
from careplan.appointments.now_reading import Screen, clock, saved_words
from careplan.appointments.picked import list_address, warnings
from careplan.appointments.reading import ReadersList
from careplan.concerns.urgent import urgent
from careplan.plans.access import Action, Section, plan_access


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def visit_now(request, plan, pk):
    """To the first question that waits to be asked; after the last, to the end of the visit."""
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    return redirect(first_address(ReadersList(appointment, request.member)))


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def now_question(request, plan, pk, question):
    screen = Screen.of(request.member, pk, question)
    return now_page(request, screen, NowForm(screen=screen))


def now_page(request, screen, form):
    raised = urgent(screen.raised(), request.member, just_saved=False)
    context = {
        "plan": request.member.plan,
        "place": "appointment_list",
        "screen": screen,
        "form": form,
        "back_url": list_address(screen.appointment),
        "urgent": warnings(request, request.member.plan) or raised,
    }
    return render(request, "appointments/now_question.html", context)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def now_save(request, plan, pk, question):
    screen = Screen.of(request.member, pk, question)
    form = NowForm(request.POST, screen=screen)
    if form.go == "again" and not form.problem:
        form.keep_draft()
        screen = Screen.of(request.member, pk, question)  # as it is by now
        form = NowForm(request.POST, screen=screen)
    elif form.is_valid() and form.keep():
        say_what_came_of_it(request, form)
        address = address_after(form)
        # The script asks for the address alone: it goes there only once this was saved.
        asked_by_script = request.headers.get("Accept") == "application/json"
        return JsonResponse({"next": address}) if asked_by_script else redirect(address)
    return now_page(request, screen, form)


def say_what_came_of_it(request, form) -> None:
    if form.beside_others:
        by = form.screen.question.answered_by  # who answered before, as the page was asked for
        if by is None or by.pk == request.user.pk:
            said = _("Another answer was written too. Both are kept.")
        else:
            said = _("%(name)s wrote an answer too. Both are kept.") % {"name": by.called}
        messages.warning(request, said)
    elif form.go not in {"next", "add"} or not (form.added or form.screen.after):
        # Where the next question comes up, that says it.
        messages.success(request, _("Saved."))


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def now_draft(request, plan, pk, question):
    """What the script sends while somebody types, and what its page says of it then."""
    screen = Screen.of(request.member, pk, question)
    form = NowForm(request.POST, screen=screen)
    if form.problem:
        return JsonResponse({"said": form.problem}, status=400)
    form.keep_draft()
    return JsonResponse({"saved": clock(timezone.now()), "said": saved_words(screen)})


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def now_others(request, plan, pk, question):
    """What others write, asked for every few seconds as long as the page is seen."""
    screen = Screen.of(request.member, pk, question)
    return render(request, "appointments/_now_others.html", {"screen": screen})


# It is asked for by itself: nobody need be there. The session counts as idle all the same.
now_others.keeps_no_session_alive = True
