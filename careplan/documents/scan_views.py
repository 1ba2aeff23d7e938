"""The scans of a paper: adding one, opening it, removing it and putting it back."""

import functools

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from careplan.documents.parts import Scan, ScanKind
from careplan.documents.scan_files import opened
from careplan.documents.scan_forms import ScanForm
from careplan.documents.scan_uploads import takes_file
from careplan.documents.views import page_of
from careplan.keys import SiteTrouble
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.removal import removal_views

ENDINGS = {ScanKind.PDF: "pdf", ScanKind.JPEG: "jpg", ScanKind.PNG: "png"}
HEADERS = {
    # Wherever a browser shows it after all, it is an empty place where nothing runs.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def in_plain_words(view):
    """Trouble with the keys or the disk is a page of its own: nothing is wrong with the file."""

    @functools.wraps(view)
    def wrapper(request, plan, **kwargs):
        try:
            return view(request, plan, **kwargs)
        except SiteTrouble as trouble:
            context = {"plan": plan, "place": "document_list", "sentence": trouble.sentence}
            return render(request, "documents/scan_trouble.html", context, status=503)

    return wrapper


@takes_file
@plan_access(Action.EDIT, Section.PAPERS)
@require_http_methods(["GET", "POST"])
@in_plain_words
def scan_create(request, plan, pk):
    document = get_object_or_404(plan.documents.seen_by(request.member), pk=pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ScanForm(*sent, member=request.member, document=document)
    if form.is_valid() and form.keep():
        return redirect(scans_of(document))
    form.cancel_url = scans_of(document)
    context = {
        "plan": plan,
        "place": "document_list",
        "form": form,
        "title": _("Add a scan or photo"),
        "lede": _(
            "Only people who may see these papers can open it. Where a photo was taken is removed. "
            "A PDF is kept as it is."
        ),
        "back_url": form.cancel_url,
        "back_label": document.name,
    }
    return render(request, "form_page.html", context)


@plan_access(Action.VIEW, Section.PAPERS)
@require_GET
@in_plain_words
def scan_file(request, plan, pk):
    scan = scan_seen(request, plan, pk)
    name = f"{stem(request, plan, scan)}.{ENDINGS[scan.kind]}"
    return as_download(opened(scan, "file"), scan.kind, name)


@plan_access(Action.VIEW, Section.PAPERS)
@require_GET
@in_plain_words
def scan_preview(request, plan, pk):
    scan = scan_seen(request, plan, pk)
    name = f"{stem(request, plan, scan)}-preview.jpg"
    return as_download(opened(scan, "preview"), ScanKind.JPEG, name)


def scan_seen(request, plan, pk):
    scans = plan.scans.seen_by(request.member).select_related("document")
    return get_object_or_404(scans, pk=pk)


def stem(request, plan, scan) -> str:
    """“living-will-2”: the paper's kind, and which of its scans, as this reader sees them."""
    scans = plan.scans.seen_by(request.member).filter(document=scan.document)
    number = scans.filter(created__lte=scan.created).count()
    return f"{slugify(scan.document.kind)}-{number}"


def as_download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file under a name of ours; nothing that somebody typed or sent is in it."""
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=str(kind), headers=headers)


def scans_of(document) -> str:
    return f"{page_of(document)}#scans"


def after_removal(scan) -> str:
    return scans_of(scan.document)


scan_remove, scan_restore = removal_views(Scan, Section.PAPERS, after_removal)
