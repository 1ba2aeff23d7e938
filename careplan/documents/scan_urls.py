"""The addresses of the scans of papers."""

from django.urls import path

from careplan.documents import scan_views

PAPERS = "plans/<uuid:plan_id>/papers"
SCAN = f"{PAPERS}/scans/<uuid:pk>"

urlpatterns = [
    path(f"{PAPERS}/<uuid:pk>/scans/new/", scan_views.scan_create, name="scan_create"),
    path(f"{SCAN}/file/", scan_views.scan_file, name="scan_file"),
    path(f"{SCAN}/preview/", scan_views.scan_preview, name="scan_preview"),
    path(f"{SCAN}/remove/", scan_views.scan_remove, name="scan_remove"),
    path(f"{SCAN}/restore/", scan_views.scan_restore, name="scan_restore"),
]
