"""What whoever has a share link sees: the page before, the clinician's page, and its files."""

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careplan.accounts.tokens import digest
from careplan.plans.looking import Looked
from careplan.printing.errors import PrintError
from careplan.printing.views import as_file, not_printed
from careplan.sharing.clinician import ClinicianPage
from careplan.sharing.clinician_sheets import (
    COMFORT,
    DOCTORS_PAGE,
    EMERGENCY,
    PAPERS,
    QUESTION_LIST,
    SHEETS,
    Sheet,
)
from careplan.sharing.link_access import ask_to_open, gone, link_access, link_page, show
from careplan.sharing.link_forms import OpenForm
from careplan.sharing.link_keys import TRY_LATER, try_code
from careplan.sharing.link_session import BroughtLinks
from careplan.sharing.share_links import find_by_token, find_standing


@link_page
@require_safe
def link_arrive(request, token):
    """The address that was sent. Its key goes no further than here, and nothing is used up."""
    link = find_by_token(digest(token))
    if link is None:
        return gone(request)
    BroughtLinks(request.session).bring(link.pk)
    return redirect("link_page", link.pk)


@link_page
@require_http_methods(["GET", "POST"])
def link_open(request, link_id):
    """The button of the page before; by GET, back to it."""
    brought = BroughtLinks(request.session)
    link = find_standing(link_id) if brought.brought(link_id) else None
    if link is None:
        return gone(request)
    form = OpenForm(request.POST if request.method == "POST" else None, link=link)
    if request.method == "POST" and form.is_valid():
        refusal = form.link.code_digest and try_code(request, link, form.cleaned_data["code"])
        if refusal:
            form.add_error("code", refusal)
            return ask_to_open(request, form, status=429 if refusal == TRY_LATER else 200)
        brought.open(link_id)
    return ask_to_open(request, form) if form.errors else redirect("link_page", link_id)


@link_access()
def link_main(request, link):
    page = ClinicianPage(link, request.member)
    sheets = [sheet for sheet in SHEETS if sheet.is_offered(page)]
    return show(request, "clinician.html", {"page": page, "link": link, "sheets": sheets})


def file_of(sheet: Sheet):
    """The view of one sheet as a file."""

    @link_access(sheet.section, looks=Looked.PRINT)
    def view(request, link):
        page = ClinicianPage(link, request.member)
        if not sheet.is_offered(page):
            return gone(request)
        try:
            pdf = sheet.pdf(page)
        except PrintError as error:
            context = {"error": error, "link": link}
            return not_printed(show(request, "link_not_printed.html", context), error)
        return as_file(pdf, sheet.file, page.visit.on if sheet.of_visit else timezone.localdate())

    return view


link_question_list = file_of(QUESTION_LIST)
link_doctors_page = file_of(DOCTORS_PAGE)
link_papers = file_of(PAPERS)
link_comfort = file_of(COMFORT)
link_emergency = file_of(EMERGENCY)
