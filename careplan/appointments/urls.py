"""The addresses of this room."""

from django.urls import path

from careplan.appointments import views

urlpatterns = [
    path("plans/<uuid:plan_id>/visits/", views.appointment_list, name="appointment_list"),
    path("plans/<uuid:plan_id>/visits/new/", views.appointment_create, name="appointment_create"),
    path(
        "plans/<uuid:plan_id>/visits/<uuid:pk>/",
        views.appointment_detail,
        name="appointment_detail",
    ),
    path(
        "plans/<uuid:plan_id>/visits/<uuid:pk>/edit/",
        views.appointment_edit,
        name="appointment_edit",
    ),
    path(
        "plans/<uuid:plan_id>/visits/<uuid:pk>/remove/",
        views.appointment_remove,
        name="appointment_remove",
    ),
    path(
        "plans/<uuid:plan_id>/visits/<uuid:pk>/restore/",
        views.appointment_restore,
        name="appointment_restore",
    ),
    path(
        "plans/<uuid:plan_id>/visits/<uuid:pk>/choose/",
        views.appointment_choose,
        name="appointment_choose",
    ),
    path("plans/<uuid:plan_id>/visits/<uuid:pk>/place/", views.listed_place, name="listed_place"),
    path(
        "plans/<uuid:plan_id>/visits/<uuid:pk>/take-off/",
        views.listed_take_off,
        name="listed_take_off",
    ),
    path(
        "plans/<uuid:plan_id>/visits/<uuid:pk>/put-back/",
        views.listed_put_back,
        name="listed_put_back",
    ),
    path(
        "plans/<uuid:plan_id>/visits/<uuid:pk>/carry/",
        views.appointment_carry,
        name="appointment_carry",
    ),
]
