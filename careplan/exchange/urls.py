"""The addresses of this room."""

from django.urls import path

from careplan.exchange import copy_views, deletion_views, returned_views

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
]
