"""The addresses of this room."""

from django.urls import path

from careplan.accounts import views

urlpatterns = [
    path("text-size/", views.look, name="look"),
    path("settings/", views.settings, name="settings"),
]
