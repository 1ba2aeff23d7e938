"""The addresses of this room."""

from django.urls import path

from careplan.plans import views

urlpatterns = [
    path("plans/<uuid:plan_id>/about/", views.about_me, name="about_me"),
    path("plans/<uuid:plan_id>/about/edit/", views.about_me_edit, name="about_me_edit"),
    path("plans/<uuid:plan_id>/care-team/new/", views.care_team_create, name="care_team_create"),
    path(
        "plans/<uuid:plan_id>/care-team/<uuid:pk>/edit/",
        views.care_team_edit,
        name="care_team_edit",
    ),
    path(
        "plans/<uuid:plan_id>/care-team/<uuid:pk>/remove/",
        views.care_team_remove,
        name="care_team_remove",
    ),
    path(
        "plans/<uuid:plan_id>/care-team/<uuid:pk>/restore/",
        views.care_team_restore,
        name="care_team_restore",
    ),
]
