"""The addresses of this room."""

from django.urls import path

from careplan.pages import first_steps_views, guest_views, history_views, views

urlpatterns = [
    path("", views.start, name="start"),
    path("healthz", views.healthz, name="healthz"),
    path("make-a-list/", guest_views.guest_list, name="guest_list"),
    path("make-a-list/order/", guest_views.guest_order, name="guest_order"),
    path("make-a-list/print/", guest_views.guest_print, name="guest_print"),
    path("help/", views.get_help, name="help"),
    path("plans/", views.plan_chooser, name="plan_chooser"),
    path("plans/new/", first_steps_views.plan_create, name="plan_create"),
    path("plans/<uuid:plan_id>/", views.home, name="home"),
    path(
        "plans/<uuid:plan_id>/first-steps/<slug:step>/",
        first_steps_views.first_step,
        name="first_step",
    ),
    path("plans/<uuid:plan_id>/help/", views.plan_help, name="plan_help"),
    path("plans/<uuid:plan_id>/news/", history_views.news, name="news"),
    path("plans/<uuid:plan_id>/news/seen/", history_views.home_seen, name="home_seen"),
    path("plans/<uuid:plan_id>/removed/", history_views.removed, name="removed"),
    path(
        "plans/<uuid:plan_id>/about/history/",
        history_views.about_me_history,
        name="about_me_history",
    ),
    *(
        path(
            f"plans/<uuid:plan_id>/{kind.noun}/<uuid:pk>/history/",
            history,
            name=f"{kind.prefix}_history",
        )
        for kind, history in history_views.HISTORIES.items()
    ),
]
