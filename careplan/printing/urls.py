"""The addresses of this room."""

from django.urls import path, re_path

from careplan.printing import sheet_views, taken_along_views, views

PLAN = "plans/<uuid:plan_id>"
VISIT = f"{PLAN}/visits/<uuid:pk>"

urlpatterns = [
    path(f"{VISIT}/print/", views.question_list_print, name="question_list_print"),
    path(f"{VISIT}/question-list.pdf", views.question_list_pdf, name="question_list_pdf"),
    path(f"{VISIT}/fillable.pdf", taken_along_views.fillable_pdf, name="fillable_pdf"),
    path(f"{VISIT}/list.html", taken_along_views.phone_list_file, name="phone_list_file"),
    path(f"{PLAN}/papers/print/", sheet_views.papers_print, name="papers_print"),
    path(f"{PLAN}/papers.pdf", sheet_views.papers_pdf, name="papers_pdf"),
    # Two parts after comfort/: one would be read as the name of a topic.
    path(f"{PLAN}/comfort/checklist/print/", sheet_views.comfort_print, name="comfort_print"),
    path(f"{PLAN}/comfort.pdf", sheet_views.comfort_pdf, name="comfort_pdf"),
    path(f"{PLAN}/emergency/print/", sheet_views.emergency_print, name="emergency_print"),
    path(f"{PLAN}/emergency.pdf", sheet_views.emergency_pdf, name="emergency_pdf"),
    path(f"{VISIT}/doctor/print/", sheet_views.doctor_page_print, name="doctor_page_print"),
    path(f"{VISIT}/doctor.pdf", sheet_views.doctor_page_pdf, name="doctor_page_pdf"),
    path(f"{VISIT}/after/print/", sheet_views.after_print, name="after_print"),
    path(f"{VISIT}/after.pdf", sheet_views.after_pdf, name="after_pdf"),
    path("print/blank/", views.blank_list, name="blank_list"),
    # In capitals, as the code on paper has it: capitals make its squares larger.
    re_path(r"^[Vv]/(?P<code>[A-Za-z0-9]{10})/$", views.short_path, name="short_path"),
]
