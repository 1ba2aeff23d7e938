"""The addresses of links for a doctor or a hospital."""

from django.urls import path

from careplan.sharing import link_views, share_link_views

LINKS = "plans/<uuid:plan_id>/links"
LINK = "link/<uuid:link_id>"

urlpatterns = [
    path(f"{LINKS}/", share_link_views.share_links, name="share_links"),
    path(f"{LINKS}/new/", share_link_views.share_link_new, name="share_link_new"),
    path(
        f"{LINKS}/<uuid:pk>/replace/",
        share_link_views.share_link_replace,
        name="share_link_replace",
    ),
    path(f"{LINKS}/<uuid:pk>/end/", share_link_views.share_link_end, name="share_link_end"),
    path(f"{LINK}/", link_views.link_main, name="link_page"),
    path(f"{LINK}/open/", link_views.link_open, name="link_open"),
    path(f"{LINK}/question-list.pdf", link_views.link_question_list, name="link_question_list"),
    path(f"{LINK}/doctor.pdf", link_views.link_doctors_page, name="link_doctors_page"),
    path(f"{LINK}/papers.pdf", link_views.link_papers, name="link_papers"),
    path(f"{LINK}/comfort.pdf", link_views.link_comfort, name="link_comfort"),
    path(f"{LINK}/emergency.pdf", link_views.link_emergency, name="link_emergency"),
    # The address that is sent: a token is longer than an id, and is no id.
    path("link/<str:token>/", link_views.link_arrive, name="link_arrive"),
]
