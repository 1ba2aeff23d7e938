"""The sheets as files, one view a sheet, and the page before each."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from careplan.plans.access import Action, Section, plan_access
from careplan.plans.looking import Looked
from careplan.printing import sheets
from careplan.printing.errors import PrintError
from careplan.printing.forms import PaperForm, QuestionListForm
from careplan.printing.question_list import PrintedList
from careplan.printing.short_path import find_appointment


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def question_list_print(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    return print_page(request, appointment, PrintedList(appointment, request.member))


@plan_access(Action.VIEW, Section.VISITS, looks=Looked.PRINT)
@require_GET
def question_list_pdf(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    printed = PrintedList(appointment, request.member)
    form = form_of(request, appointment, printed, request.GET)
    if not form.is_valid():
        return print_page(request, appointment, printed, form)
    try:
        pdf = sheets.question_list(printed.sheet(**form.cleaned_data))
    except PrintError as error:
        return not_printed(
            print_page(request, appointment, printed, with_error(form, error)), error
        )
    return as_file(pdf, "questions", appointment.on)


def form_of(request, appointment, printed, data=None) -> QuestionListForm:
    address = reverse("question_list_pdf", args=[appointment.plan_id, appointment.pk])
    return QuestionListForm(
        data, user=request.user, private_count=printed.private_count, address=address
    )


def print_page(request, appointment, printed, form=None):
    context = {
        "plan": printed.plan,
        "place": "appointment_list",
        "appointment": appointment,
        "printed": printed,
        "form": form or form_of(request, appointment, printed),
    }
    return render(request, "printing/question_list_print.html", context)


@login_not_required
@require_GET
def blank_list(request):
    form = PaperForm(request.GET or None, user=request.user)
    if not form.is_valid():
        return render(request, "printing/blank_list_print.html", {"form": form})
    look = sheets.Look(**form.cleaned_data, language=get_language())
    try:
        return as_file(sheets.blank_list(look, timezone.localdate()), "question-list")
    except PrintError as error:
        context = {"form": with_error(form, error)}
        return not_printed(render(request, "printing/blank_list_print.html", context), error)


@require_GET
def short_path(request, code):
    appointment = find_appointment(code, request.user)
    return redirect("appointment_detail", appointment.plan_id, appointment.pk)


def with_error(form, error: PrintError):
    form.add_error(None, error.sentence)
    return form


def not_printed(page: HttpResponse, error: PrintError) -> HttpResponse:
    page.status_code = 503
    page.headers["Retry-After"] = str(error.retry_after)
    return page


def as_file(pdf: bytes, kind: str, day=None) -> HttpResponse:
    """A download named for its kind and day; nobody's name is in it."""
    name = f"{kind}-{day:%Y-%m-%d}.pdf" if day else f"{kind}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
