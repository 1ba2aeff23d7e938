"""The pages of this room."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse


@login_not_required
def look(request, **kwargs):
    return HttpResponse("look")


def settings(request, **kwargs):
    return HttpResponse("settings")
