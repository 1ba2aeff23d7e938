"""The doctor's page as a file, and the page before it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from careplan.plans.access import Action, Section, plan_access
from careplan.printing import doctor_sheet
from careplan.printing.doctor_page import DoctorsPage
from careplan.printing.errors import PrintError
from careplan.printing.forms import DoctorPageForm
from careplan.printing.views import as_file, not_printed, with_error


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def doctor_page_print(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    page = DoctorsPage(appointment, request.member)
    return print_page(request, page, DoctorPageForm(user=request.user, page=page))


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def doctor_page_pdf(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    page = DoctorsPage(appointment, request.member)
    form = DoctorPageForm(request.GET, user=request.user, page=page)
    if not form.is_valid():
        return print_page(request, page, form)
    try:
        pdf = doctor_sheet.doctor_page(page.sheet(**form.cleaned_data))
    except PrintError as error:
        return not_printed(print_page(request, page, with_error(form, error)), error)
    return as_file(pdf, "doctor", appointment.on)


def print_page(request, page, form):
    context = {
        "plan": page.plan,
        "place": "appointment_list",
        "appointment": page.appointment,
        "form": form,
    }
    return render(request, "printing/doctor_page_print.html", context)
