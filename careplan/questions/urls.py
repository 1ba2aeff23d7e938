"""The addresses of this room."""

from django.urls import path

from careplan.questions import understand_views, views

urlpatterns = [
    path("understand/", understand_views.public_understand, name="public_understand"),
    path("understand/<slug:slug>/", understand_views.public_section, name="public_section"),
    path(
        "plans/<uuid:plan_id>/concerns/<uuid:pk>/questions/",
        views.concern_questions,
        name="concern_questions",
    ),
    path("plans/<uuid:plan_id>/questions/", views.question_list, name="question_list"),
    path("plans/<uuid:plan_id>/questions/new/", views.question_create, name="question_create"),
    path(
        "plans/<uuid:plan_id>/questions/<uuid:pk>/", views.question_detail, name="question_detail"
    ),
    path(
        "plans/<uuid:plan_id>/questions/<uuid:pk>/edit/", views.question_edit, name="question_edit"
    ),
    path(
        "plans/<uuid:plan_id>/questions/<uuid:pk>/original/",
        views.question_original,
        name="question_original",
    ),
    path(
        "plans/<uuid:plan_id>/questions/<uuid:pk>/answer/",
        views.question_answer,
        name="question_answer",
    ),
    path(
        "plans/<uuid:plan_id>/questions/<uuid:pk>/remove/",
        views.question_remove,
        name="question_remove",
    ),
    path(
        "plans/<uuid:plan_id>/questions/<uuid:pk>/restore/",
        views.question_restore,
        name="question_restore",
    ),
    path("plans/<uuid:plan_id>/understand/", understand_views.understand, name="understand"),
    path(
        "plans/<uuid:plan_id>/understand/<slug:slug>/",
        understand_views.understand_section,
        name="understand_section",
    ),
]
