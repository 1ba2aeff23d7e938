"""The addresses of things to do."""

from django.urls import path

from careplan.appointments import follow_up_views as views

TO_DO = "plans/<uuid:plan_id>/to-do"
ONE = f"{TO_DO}/<uuid:pk>"

follow_up_patterns = [
    path(f"{TO_DO}/", views.follow_up_list, name="follow_up_list"),
    path(f"{TO_DO}/new/", views.follow_up_create, name="follow_up_create"),
    path(f"{ONE}/", views.follow_up_detail, name="follow_up_detail"),
    path(f"{ONE}/edit/", views.follow_up_edit, name="follow_up_edit"),
    path(f"{ONE}/hand-over/", views.follow_up_hand_over, name="follow_up_hand_over"),
    path(f"{ONE}/take/", views.follow_up_take, name="follow_up_take"),
    path(f"{ONE}/done/", views.follow_up_done, name="follow_up_done"),
    path(f"{ONE}/undone/", views.follow_up_undone, name="follow_up_undone"),
    path(f"{ONE}/remove/", views.follow_up_remove, name="follow_up_remove"),
    path(f"{ONE}/restore/", views.follow_up_restore, name="follow_up_restore"),
]
