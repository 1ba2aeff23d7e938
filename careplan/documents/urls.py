"""The addresses of this room."""

from django.urls import path

from careplan.documents import part_views, question_views, scan_urls, views

PAPERS = "plans/<uuid:plan_id>/papers"
PAPER = f"{PAPERS}/<uuid:pk>"
NAMED = f"{PAPERS}/people/<uuid:pk>"
COPY = f"{PAPERS}/copies/<uuid:pk>"

urlpatterns = [
    path(f"{PAPERS}/", views.document_list, name="document_list"),
    path(f"{PAPERS}/choose/", views.document_choose, name="document_choose"),
    path(f"{PAPER}/", views.document_detail, name="document_detail"),
    path(f"{PAPER}/edit/", views.document_edit, name="document_edit"),
    path(f"{PAPER}/newer/", views.document_replace, name="document_replace"),
    path(f"{PAPER}/remove/", views.document_remove, name="document_remove"),
    path(f"{PAPER}/restore/", views.document_restore, name="document_restore"),
    path(f"{PAPER}/looked-at/", views.document_looked_at, name="document_looked_at"),
    path(f"{PAPER}/counts-again/", views.document_count_again, name="document_count_again"),
    path(f"{PAPER}/questions/", question_views.document_questions, name="document_questions"),
    path(f"{PAPER}/pick/", question_views.document_pick, name="document_pick"),
    path(f"{PAPER}/people/new/", part_views.named_create, name="named_create"),
    path(f"{NAMED}/edit/", part_views.named_edit, name="named_edit"),
    path(f"{NAMED}/remove/", part_views.named_remove, name="named_remove"),
    path(f"{NAMED}/restore/", part_views.named_restore, name="named_restore"),
    path(f"{PAPER}/copies/new/", part_views.copy_create, name="copy_create"),
    path(f"{COPY}/edit/", part_views.copy_edit, name="copy_edit"),
    path(f"{COPY}/remove/", part_views.copy_remove, name="copy_remove"),
    path(f"{COPY}/restore/", part_views.copy_restore, name="copy_restore"),
    path(f"{COPY}/asked/", part_views.copy_asked, name="copy_asked"),
    path(f"{COPY}/back/", part_views.copy_back, name="copy_back"),
    path(f"{COPY}/out-again/", part_views.copy_out_again, name="copy_out_again"),
    *scan_urls.urlpatterns,
]
