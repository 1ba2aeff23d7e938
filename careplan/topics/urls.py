"""The addresses of this room."""

from django.urls import path

from careplan.topics import note_views, views

COMFORT = "plans/<uuid:plan_id>/comfort"

urlpatterns = [
    path(f"{COMFORT}/", views.topic_list, name="topic_list"),
    # Before the topics, none of which has this name.
    path(f"{COMFORT}/choose/", views.topic_choose, name="topic_choose"),
    path(f"{COMFORT}/<slug:slug>/", views.topic_detail, name="topic_detail"),
    path(f"{COMFORT}/<slug:slug>/pick/", views.topic_pick, name="topic_pick"),
    path(f"{COMFORT}/<slug:slug>/edit/", note_views.topic_edit, name="topic_edit"),
    path(f"{COMFORT}/notes/<uuid:pk>/remove/", note_views.topic_remove, name="topic_remove"),
    path(f"{COMFORT}/notes/<uuid:pk>/restore/", note_views.topic_restore, name="topic_restore"),
]
