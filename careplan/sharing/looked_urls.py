"""The addresses of who looked."""

from django.urls import path

from careplan.sharing import looked_views

urlpatterns = [
    path("plans/<uuid:plan_id>/looked/", looked_views.who_looked, name="who_looked"),
    path(
        "plans/<uuid:plan_id>/looked/<str:day>/", looked_views.who_looked_day, name="who_looked_day"
    ),
]
