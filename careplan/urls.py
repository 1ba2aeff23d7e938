"""The addresses of every room, one include a room."""

from django.urls import include, path

ROOMS = (
    "accounts",
    "plans",
    "concerns",
    "questions",
    "appointments",
    "documents",
    "topics",
    "after",
    "printing",
    "sharing",
    "exchange",
    "pages",
)

urlpatterns = [
    path("account/", include("careplan.accounts.account_urls")),
    *[path("", include(f"careplan.{room}.urls")) for room in ROOMS],
]

handler400 = "careplan.pages.errors.bad_request"
handler403 = "careplan.pages.errors.forbidden"
handler404 = "careplan.pages.errors.not_found"
handler500 = "careplan.pages.errors.server_error"
