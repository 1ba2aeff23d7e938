"""The addresses of this room."""

from django.urls import path

from careplan.after import views

PLAN = "plans/<uuid:plan_id>"
VISIT = f"{PLAN}/visits/<uuid:pk>"
NOTE = f"{PLAN}/visit-notes/<uuid:pk>"

urlpatterns = [
    path(f"{VISIT}/after/", views.visit_after, name="visit_after"),
    path(f"{VISIT}/notes/new/", views.visit_note_create, name="visit_note_create"),
    path(f"{NOTE}/edit/", views.visit_note_edit, name="visit_note_edit"),
    path(f"{NOTE}/remove/", views.visit_note_remove, name="visit_note_remove"),
    path(f"{NOTE}/restore/", views.visit_note_restore, name="visit_note_restore"),
]
