"""The addresses of this room."""

from django.urls import path, re_path

from careplan.printing import doctor_views, views

VISIT = "plans/<uuid:plan_id>/visits/<uuid:pk>"

urlpatterns = [
    path(f"{VISIT}/print/", views.question_list_print, name="question_list_print"),
    path(f"{VISIT}/question-list.pdf", views.question_list_pdf, name="question_list_pdf"),
    path(f"{VISIT}/doctor/print/", doctor_views.doctor_page_print, name="doctor_page_print"),
    path(f"{VISIT}/doctor.pdf", doctor_views.doctor_page_pdf, name="doctor_page_pdf"),
    path("print/blank/", views.blank_list, name="blank_list"),
    # In capitals, as the code on paper has it: capitals make its squares larger.
    re_path(r"^[Vv]/(?P<code>[A-Za-z0-9]{10})/$", views.short_path, name="short_path"),
]
