"""The addresses of emergency access, a successor, and closing a plan."""

from django.urls import path, register_converter

from careplan.sharing import closing_views, stand_in_views
from careplan.sharing.stand_ins import Purpose

PLAN = "plans/<uuid:plan_id>/"
ONE = f"{PLAN}if-i-cannot/<uuid:pk>/"


class PurposeConverter:
    """What somebody is named for: “look” or “succeed”."""

    regex = "|".join(Purpose.values)

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(PurposeConverter, "purpose")

urlpatterns = [
    path(f"{PLAN}if-i-cannot/", stand_in_views.stand_ins, name="stand_ins"),
    path(
        f"{PLAN}if-i-cannot/<purpose:purpose>/new/",
        stand_in_views.stand_in_create,
        name="stand_in_create",
    ),
    path(f"{ONE}edit/", stand_in_views.stand_in_edit, name="stand_in_edit"),
    path(f"{ONE}stop/", stand_in_views.stand_in_stop, name="stand_in_stop"),
    path(f"{ONE}refuse/", stand_in_views.stand_in_refuse, name="stand_in_refuse"),
    path(f"{ONE}ask/", stand_in_views.stand_in_ask, name="stand_in_ask"),
    path(f"{ONE}take-over/", stand_in_views.stand_in_take_over, name="stand_in_take_over"),
    path(f"{PLAN}close/", closing_views.plan_close, name="plan_close"),
    path(f"{PLAN}open-again/", closing_views.plan_reopen, name="plan_reopen"),
]
