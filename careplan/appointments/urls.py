"""The addresses of this room."""

from django.urls import path

from careplan.appointments import (
    carry_views,
    choose_views,
    list_views,
    now_views,
    proposal_views,
    views,
)
from careplan.appointments.follow_up_urls import follow_up_patterns

SUGGESTED = "plans/<uuid:plan_id>/suggested"
VISIT = "plans/<uuid:plan_id>/visits/<uuid:pk>"
NOW = f"{VISIT}/now/<uuid:question>"

urlpatterns = [
    path("plans/<uuid:plan_id>/visits/", views.appointment_list, name="appointment_list"),
    path("plans/<uuid:plan_id>/visits/new/", views.appointment_create, name="appointment_create"),
    path("plans/<uuid:plan_id>/visits/which/", carry_views.listed_create, name="listed_create"),
    path(f"{VISIT}/", views.appointment_detail, name="appointment_detail"),
    path(f"{VISIT}/edit/", views.appointment_edit, name="appointment_edit"),
    path(f"{VISIT}/remove/", views.appointment_remove, name="appointment_remove"),
    path(f"{VISIT}/restore/", views.appointment_restore, name="appointment_restore"),
    path(f"{VISIT}/choose/", choose_views.appointment_choose, name="appointment_choose"),
    path(f"{VISIT}/carry/", carry_views.appointment_carry, name="appointment_carry"),
    path(f"{VISIT}/place/", list_views.listed_place, name="listed_place"),
    path(f"{VISIT}/take-off/", list_views.listed_take_off, name="listed_take_off"),
    path(f"{VISIT}/put-back/", list_views.listed_put_back, name="listed_put_back"),
    path(f"{VISIT}/now/", now_views.visit_now, name="visit_now"),
    path(f"{NOW}/", now_views.now_question, name="now_question"),
    path(f"{NOW}/save/", now_views.now_save, name="now_save"),
    path(f"{NOW}/draft/", now_views.now_draft, name="now_draft"),
    path(f"{NOW}/others/", now_views.now_others, name="now_others"),
    path(f"{SUGGESTED}/new/", proposal_views.proposal_create, name="proposal_create"),
    path(f"{SUGGESTED}/<uuid:pk>/take/", proposal_views.proposal_take, name="proposal_take"),
    path(f"{SUGGESTED}/<uuid:pk>/leave/", proposal_views.proposal_leave, name="proposal_leave"),
    path(f"{SUGGESTED}/<uuid:pk>/again/", proposal_views.proposal_again, name="proposal_again"),
    path(f"{SUGGESTED}/<uuid:pk>/remove/", proposal_views.proposal_remove, name="proposal_remove"),
    path(
        f"{SUGGESTED}/<uuid:pk>/restore/", proposal_views.proposal_restore, name="proposal_restore"
    ),
    path(
        "plans/<uuid:plan_id>/concerns/<uuid:pk>/pick/",
        choose_views.concern_pick,
        name="concern_pick",
    ),
    path(
        "plans/<uuid:plan_id>/understand/<slug:slug>/pick/",
        choose_views.section_pick,
        name="section_pick",
    ),
    *follow_up_patterns,
]
