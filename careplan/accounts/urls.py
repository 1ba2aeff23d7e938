"""The addresses of this room; sign-in, sign-up, codes and passwords are allauth's."""

from django.urls import path

from careplan.accounts import views

urlpatterns = [
    path("invited/<str:token>/", views.invited, name="invited"),
    path("text-size/", views.look, name="look"),
    path("language/", views.browser_language, name="browser_language"),
    path("settings/", views.settings, name="settings"),
    path("settings/<slug:which>/", views.preference, name="preference"),
    path("account/reauthenticate/done/", views.shown_again, name="shown_again"),
    path("account/reauthenticate/code/", views.ask_by_code, name="ask_by_code"),
    path("account/sessions/", views.session_list, name="sessions"),
    path("account/sessions/others/end/", views.session_end_others, name="session_end_others"),
    path("account/sessions/<int:pk>/end/", views.session_end, name="session_end"),
]
