"""The addresses of this room."""

from django.urls import path

from careplan.exchange import (
    calendar_views,
    copy_views,
    deletion_views,
    reminder_views,
    returned_views,
)

VISIT = "plans/<uuid:plan_id>/visits/<uuid:pk>"

urlpatterns = [
    path("my-data/", copy_views.my_data, name="my_data"),
    path("my-data/account/", copy_views.account_copy, name="account_copy"),
    path("plans/<uuid:plan_id>/copy/", copy_views.plan_copy, name="plan_copy"),
    path("plans/<uuid:plan_id>/copy/file/", copy_views.plan_copy_file, name="plan_copy_file"),
    path(
        "plans/<uuid:plan_id>/visits/<uuid:pk>/returned/",
        returned_views.returned_list,
        name="returned_list",
    ),
    path(
        "plans/<uuid:plan_id>/visits/<uuid:pk>/returned/save/",
        returned_views.returned_save,
        name="returned_save",
    ),
    path("plans/<uuid:plan_id>/delete/", deletion_views.plan_delete, name="plan_delete"),
    path("plans/<uuid:plan_id>/keep/", deletion_views.plan_keep, name="plan_keep"),
    path("account/delete/", deletion_views.account_delete, name="account_delete"),
    path("account/going/", deletion_views.account_going, name="account_going"),
    path("account/keep/", deletion_views.account_keep, name="account_keep"),
    path(f"{VISIT}/calendar/", calendar_views.appointment_calendar, name="appointment_calendar"),
    path(
        f"{VISIT}/calendar.ics",
        calendar_views.appointment_calendar_file,
        name="appointment_calendar_file",
    ),
    path(f"{VISIT}/time-zone/", calendar_views.appointment_zone, name="appointment_zone"),
    path("my-calendar/", calendar_views.my_calendar, name="my_calendar"),
    path("my-calendar/new/", calendar_views.my_calendar_new, name="my_calendar_new"),
    path("my-calendar/place/", calendar_views.my_calendar_place, name="my_calendar_place"),
    path("my-calendar/stop/", calendar_views.my_calendar_stop, name="my_calendar_stop"),
    path("my-reminders/", reminder_views.my_reminders, name="my_reminders"),
    path("calendar/<str:token>.ics", calendar_views.calendar_feed, name="calendar_feed"),
]
