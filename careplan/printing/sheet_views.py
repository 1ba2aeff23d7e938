"""The sheets of a plan as files, and the page before each: one table, and two views for a row."""

from collections.abc import Callable
from dataclasses import dataclass

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from careplan.plans.access import Action, Section, plan_access
from careplan.plans.looking import Looked
from careplan.printing.after_list import PrintedAfter
from careplan.printing.after_sheet import after_visit
from careplan.printing.comfort_list import PrintedTopics
from careplan.printing.comfort_sheet import comfort_checklist
from careplan.printing.doctor_page import DoctorsPage
from careplan.printing.doctor_sheet import doctor_page
from careplan.printing.emergency_list import PrintedEmergency
from careplan.printing.emergency_sheet import emergency_page
from careplan.printing.errors import PrintError
from careplan.printing.forms import (
    ComfortForm,
    DoctorPageForm,
    PapersForm,
    PrivateSheetForm,
    SheetForm,
)
from careplan.printing.papers_list import PrintedPapers
from careplan.printing.papers_sheet import papers_checklist
from careplan.printing.views import as_file, not_printed, with_error


@dataclass(frozen=True)
class Kind:
    """One kind of sheet. `read` makes what a member may print, and its `sheet(**choices)` is what
    `make` makes a PDF of; `back` is the page that it belongs to."""

    name: str  # of the file; its routes are “<name>_print” and “<name>_pdf”
    title: str
    lines: tuple[str, ...]
    section: Section
    place: str
    back: str
    back_label: str
    read: Callable
    make: Callable
    form: type[SheetForm] = SheetForm
    of_visit: bool = False  # its page and its file are of one visit, and named for its day


def doctors_page(member, pk) -> DoctorsPage:
    """The doctor's page of the visit `pk`. Raises Http404."""
    return DoctorsPage(get_object_or_404(member.plan.appointments.seen_by(member), pk=pk), member)


def sheet_after(member, pk) -> PrintedAfter:
    """The sheet after the visit `pk`. Raises Http404."""
    return PrintedAfter(get_object_or_404(member.plan.appointments.seen_by(member), pk=pk), member)


PAPERS = Kind(
    name="papers",
    title=_("Print the papers checklist"),
    lines=(_("Which papers there are, where they are, and who has copies."),),
    section=Section.PAPERS,
    place="document_list",
    back="document_list",
    back_label=_("Legal papers"),
    read=PrintedPapers,
    make=papers_checklist,
    form=PapersForm,
)
COMFORT = Kind(
    name="comfort",
    title=_("Print the comfort checklist"),
    lines=(
        _("Take it to a visit, and tick what to talk about."),
        _("What you chose not to see is left out."),
    ),
    section=Section.COMFORT,
    place="topic_list",
    back="topic_list",
    back_label=_("Comfort and support"),
    read=PrintedTopics,
    make=comfort_checklist,
    form=ComfortForm,
)
DOCTOR = Kind(
    name="doctor_page",
    title=_("Print the doctor’s page"),
    lines=(_("One page to hand over: your first questions, and what to know of you."),),
    section=Section.VISITS,
    place="appointment_list",
    back="appointment_detail",
    back_label=_("Back to the list"),
    read=doctors_page,
    make=doctor_page,
    form=DoctorPageForm,
    of_visit=True,
)
AFTER = Kind(
    name="after",
    title=_("Print what came of the visit"),
    lines=(_("The answers, what was said, and what to do next."),),
    section=Section.VISITS,
    place="appointment_list",
    back="visit_after",
    back_label=_("After the visit"),
    read=sheet_after,
    make=after_visit,
    form=PrivateSheetForm,
    of_visit=True,
)
EMERGENCY = Kind(
    name="emergency",
    title=_("Print the emergency page"),
    lines=(
        _("One page for the fridge door, and two cards for the wallet."),
        _("It says whom to call, and where the signed papers are."),
        _("Large print is made smaller where there is much to say."),
    ),
    section=Section.PAPERS,
    place="document_list",
    back="document_list",
    back_label=_("Legal papers"),
    read=PrintedEmergency,
    make=emergency_page,
)


def page_before(kind: Kind) -> Callable:
    """The view of the page on which paper and print are chosen."""

    @plan_access(Action.VIEW, kind.section)
    @require_GET
    def view(request, plan, **where):
        return print_page(request, kind, form_of(request, kind, where), where)

    return view


def file_of(kind: Kind) -> Callable:
    """The view of the file."""

    @plan_access(Action.VIEW, kind.section, looks=Looked.PRINT)
    @require_GET
    def view(request, plan, **where):
        form = form_of(request, kind, where, request.GET)
        if not form.is_valid():
            return print_page(request, kind, form, where)
        try:
            pdf = kind.make(form.printed.sheet(**form.cleaned_data))
        except PrintError as error:
            return not_printed(print_page(request, kind, with_error(form, error), where), error)
        day = form.printed.appointment.on if kind.of_visit else timezone.localdate()
        return as_file(pdf, kind.name.replace("_", "-"), day)

    return view


def form_of(request, kind: Kind, where: dict, data=None) -> SheetForm:
    """The form of a sheet, with what can stand on it. `where` is what the address says beside the
    plan, such as which visit."""
    address = reverse(f"{kind.name}_pdf", args=[request.member.plan.pk, *where.values()])
    printed = kind.read(request.member, **where)
    return kind.form(data, user=request.user, address=address, printed=printed)


def print_page(request, kind: Kind, form: SheetForm, where: dict):
    plan = request.member.plan
    context = {
        "plan": plan,
        "place": kind.place,
        "kind": kind,
        "form": form,
        "back_url": reverse(kind.back, args=[plan.pk, *where.values()]),
    }
    return render(request, "printing/sheet_print.html", context)


papers_print, papers_pdf = page_before(PAPERS), file_of(PAPERS)
comfort_print, comfort_pdf = page_before(COMFORT), file_of(COMFORT)
emergency_print, emergency_pdf = page_before(EMERGENCY), file_of(EMERGENCY)
doctor_page_print, doctor_page_pdf = page_before(DOCTOR), file_of(DOCTOR)
after_print, after_pdf = page_before(AFTER), file_of(AFTER)
