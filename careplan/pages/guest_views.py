"""A question list without an account: tick, put in order, print. Nothing of it is kept."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from careplan.concerns.safety import alerts
from careplan.concerns.urgent import Urgent
from careplan.pages.guest import TOP, GuestList
from careplan.pages.guest_forms import ChoosingForm, GuestPaperForm
from careplan.pages.guest_themes import offer
from careplan.pages.limits import is_allowed
from careplan.printing import sheets
from careplan.printing.errors import PrintError


def guest_page(view):
    """Open to everybody, and kept in no cache; what a browser holds is all there is of it."""
    view = cache_control(no_store=True, private=True)(view)
    return login_not_required(require_http_methods(["GET", "POST"])(view))


@guest_page
def guest_list(request):
    """Choose; by POST, choose again, with what is on the list ticked."""
    shown = GuestList.sent(request.POST).standing()
    return choosing(request, ChoosingForm(shown=shown, more="more" in request.POST))


@guest_page
def guest_order(request):
    if request.method == "GET":  # a page that went, or was never there
        return redirect("guest_list")
    form = ChoosingForm(request.POST)
    if "ticked" in request.POST and not form.is_valid():
        return choosing(request, form)
    return ordering(request, changed(form.list, request.POST))


@guest_page
def guest_print(request):
    if request.method == "GET":
        return redirect("guest_list")
    form, paper = ChoosingForm(request.POST), GuestPaperForm(request.POST)
    if not form.is_valid():
        return choosing(request, form)
    if not paper.is_valid():
        return ordering(request, form.list, paper)
    if not is_allowed(request, "guest_print"):
        paper.add_error(None, _("Many lists were printed from here. Wait ten minutes, then print."))
        return ordering(request, form.list, paper, status=429)
    try:
        return as_file(sheet_of(form.list, paper.cleaned_data))
    except PrintError as error:
        paper.add_error(None, error.sentence)
        return ordering(request, form.list, paper, status=503)


def choosing(request, form: ChoosingForm):
    context = {"form": form, "offer": offer(form.list.keys), "urgent": urgent_of(form.list)}
    return render(request, "pages/guest_list.html", context)


def ordering(request, guest: GuestList, paper: GuestPaperForm | None = None, status: int = 200):
    rows = guest.rows()
    context = {
        "form": paper or GuestPaperForm(),
        "guest": guest,
        "top": rows[:TOP],
        "rest": rows[TOP:],
        "urgent": urgent_of(guest),
    }
    return render(request, "pages/guest_order.html", context, status=status)


def changed(guest: GuestList, data) -> GuestList:
    """The list after the button that was pressed."""
    if "up" in data:
        return guest.moved(data["up"], -1)
    if "down" in data:
        return guest.moved(data["down"], 1)
    if "take" in data:
        return guest.without(data["take"])
    return guest.undone() if "undo" in data else guest


def urgent_of(guest: GuestList) -> Urgent:
    """The warnings, without numbers: no care team is known."""
    today = timezone.localdate()
    return Urgent(alerts(texts=guest.own_texts(), symptoms=guest.symptoms(), today=today))


def sheet_of(guest: GuestList, how: dict) -> bytes:
    questions = tuple(sheets.SheetQuestion(row.text) for row in guest.rows())
    look = sheets.Look(how["paper"], how["size"], get_language())
    sheet = sheets.QuestionSheet(questions, timezone.localdate(), look)
    return sheets.question_list(sheet, keep=False)


def as_file(content: bytes) -> HttpResponse:
    name = f"questions-{timezone.localdate():%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
