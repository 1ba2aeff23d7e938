"""What holds for every request: how its reader likes to read, and what no cache may keep."""

import zoneinfo

from django.utils import timezone, translation
from django.utils.cache import patch_cache_control


class NoStoreMiddleware:
    """A page that somebody sees signed in, or a form's answer, stays in no cache and no history."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)  # static files never get that far
        if (user and user.is_authenticated) or request.method not in {"GET", "HEAD"}:
            response.headers.pop("Expires", None)
            patch_cache_control(response, no_store=True, private=True)
        return response


class PreferencesMiddleware:
    """The language and the time zone of the person who is signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.LANGUAGE_CODE = request.user.language
        zone = zoneinfo.ZoneInfo(request.user.time_zone)
        with translation.override(request.user.language), timezone.override(zone):
            response = self.get_response(request)
            # Rendered here, while the language stands.
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        response.headers["Content-Language"] = request.user.language
        return response
