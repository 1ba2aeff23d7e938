"""A visit's list as a file to take along: to fill in on a tablet, or to read on a phone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from careplan.plans.access import Action, Section, plan_access
from careplan.plans.looking import Looked
from careplan.printing import fillable_sheet, phone_list
from careplan.printing.errors import PrintError
from careplan.printing.fillable_lists import give_out
from careplan.printing.question_list import PrintedList
from careplan.printing.views import as_file, form_of, not_printed, print_page, with_error

# Wherever a browser shows it after all, it is an empty place where nothing runs.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


# Whoever may not change the visits could not send it back.
@plan_access(Action.EDIT, Section.VISITS, looks=Looked.DOWNLOAD)
@require_GET
def fillable_pdf(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    printed = PrintedList(appointment, request.member)
    form = form_of(request, appointment, printed, request.GET)
    if not form.is_valid():
        return print_page(request, appointment, printed, form)
    choices = {"private": False} | form.cleaned_data
    standing = printed.printed(private=choices["private"])
    if not standing:
        return print_page(request, appointment, printed, form)
    given = give_out(appointment, standing, by=request.user)
    try:
        sheet = printed.fillable(**choices, reference=given.reference)
        return as_file(fillable_sheet.fillable_list(sheet), "questions-to-fill-in", appointment.on)
    except PrintError as error:
        page = print_page(request, appointment, printed, with_error(form, error))
        return not_printed(page, error)


@plan_access(Action.VIEW, Section.VISITS, looks=Looked.DOWNLOAD)
@require_GET
def phone_list_file(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    printed = PrintedList(appointment, request.member)
    content = phone_list.phone_list(printed, private="private" in request.GET)
    headers = {
        "Content-Disposition": f'attachment; filename="{phone_list.file_name(appointment)}"',
        "Content-Security-Policy": SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, headers=headers)
