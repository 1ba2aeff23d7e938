"""The addresses of people, invitations, and the hand-over of a plan."""

from django.urls import path

from careplan.sharing import (
    hand_over_views,
    invitation_answer_views,
    invitation_views,
    people_views,
)

PLAN = "plans/<uuid:plan_id>/"
PEOPLE = f"{PLAN}people/"
INVITATION = f"{PLAN}invitations/<uuid:pk>/"

urlpatterns = [
    path(PEOPLE, people_views.people, name="people"),
    path(f"{PEOPLE}<int:pk>/edit/", people_views.member_edit, name="member_edit"),
    path(f"{PEOPLE}<int:pk>/remove/", people_views.member_remove, name="member_remove"),
    path(f"{PLAN}leave/", people_views.plan_leave, name="plan_leave"),
    path(f"{PLAN}invitations/new/", invitation_views.invitation_create, name="invitation_create"),
    path(f"{INVITATION}send/", invitation_views.invitation_send, name="invitation_send"),
    path(f"{INVITATION}link/", invitation_views.invitation_link, name="invitation_link"),
    path(
        f"{INVITATION}take-back/",
        invitation_views.invitation_take_back,
        name="invitation_take_back",
    ),
    path(f"{PLAN}hand-over/", hand_over_views.hand_over, name="hand_over"),
    path(
        f"{PLAN}hand-over/take-back/",
        hand_over_views.hand_over_take_back,
        name="hand_over_take_back",
    ),
    path(f"{PLAN}hand-over/answer/", hand_over_views.hand_over_answer, name="hand_over_answer"),
    path("invitation/", invitation_answer_views.invitation, name="invitation"),
    path("invitation/accept/", invitation_answer_views.invitation_accept, name="invitation_accept"),
    path(
        "invitation/decline/", invitation_answer_views.invitation_decline, name="invitation_decline"
    ),
    path(
        "invitation/sign-up/", invitation_answer_views.invitation_sign_up, name="invitation_sign_up"
    ),
    path(
        "invitation/<str:token>/", invitation_answer_views.invitation_open, name="invitation_open"
    ),
]
