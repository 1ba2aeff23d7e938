"""The addresses of this room."""

from django.urls import path

from careplan.concerns import views

urlpatterns = [
    path("plans/<uuid:plan_id>/concerns/", views.concern_list, name="concern_list"),
    path("plans/<uuid:plan_id>/concerns/new/", views.concern_create, name="concern_create"),
    path("plans/<uuid:plan_id>/concerns/<uuid:pk>/", views.concern_detail, name="concern_detail"),
    path("plans/<uuid:plan_id>/concerns/<uuid:pk>/edit/", views.concern_edit, name="concern_edit"),
    path(
        "plans/<uuid:plan_id>/concerns/<uuid:pk>/level/",
        views.concern_level,
        name="concern_level",
    ),
    path(
        "plans/<uuid:plan_id>/concerns/<uuid:pk>/remove/",
        views.concern_remove,
        name="concern_remove",
    ),
    path(
        "plans/<uuid:plan_id>/concerns/<uuid:pk>/restore/",
        views.concern_restore,
        name="concern_restore",
    ),
]
