"""The addresses of this room; sign-in, sign-up, codes and passwords are allauth's."""

from django.urls import path

from careplan.accounts import session_views, views

urlpatterns = [
    path("invited/<str:token>/", views.invited, name="invited"),
    path("text-size/", views.look, name="look"),
    path("language/", views.browser_language, name="browser_language"),
    path("settings/", views.settings, name="settings"),
    path("settings/<slug:which>/", views.preference, name="preference"),
    path("account/reauthenticate/code/", views.ask_by_code, name="ask_by_code"),
    path("account/session/", session_views.session_state, name="session_state"),
    path("account/stay/", session_views.session_stay, name="session_stay"),
    path("account/kept/<uuid:pk>/", session_views.kept_post, name="kept_post"),
    path(
        "account/kept/<uuid:pk>/throw-away/",
        session_views.kept_post_throw_away,
        name="kept_post_throw_away",
    ),
    path("account/sessions/", views.session_list, name="sessions"),
    path("account/sessions/others/end/", views.session_end_others, name="session_end_others"),
    path("account/sessions/<int:pk>/end/", views.session_end, name="session_end"),
]
