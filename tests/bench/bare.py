"""The page that careplan's is measured against: a bare Django list of 50 rows, signed in.

Three queries a page: session, person, rows. The same server serves it in the same run.
As a program it makes its database, and prints what a browser would send to be signed in.
"""

import json
import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.bare_settings"
application = get_wsgi_application()

from django.contrib.auth.decorators import login_required  # noqa: E402 - the apps stand now
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402

ROWS = 50


class Row(models.Model):
    text = models.TextField()
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"
        ordering = ("pk",)

    def __str__(self):
        return self.text


@login_required
def row_list(request, pk=None):
    return render(request, "bare_list.html", {"rows": Row.objects.select_related("author")})


urlpatterns = [
    path("", row_list, name="row_list"),
    path("<int:pk>/", row_list, name="row_detail"),
    path("<int:pk>/remove/", row_list, name="row_remove"),
]


def fill() -> dict:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    maria = User.objects.create_user("maria", first_name="Maria", last_name="Alvarez")
    Row.objects.bulk_create(
        Row(text=f"What does number {number} mean for me, and for my days?", author=maria)
        for number in range(ROWS)
    )
    client = Client()
    client.force_login(maria)
    return {"path": "/", "cookie": client.cookies["sessionid"].OutputString().split(";")[0]}


if __name__ == "__main__":
    print(json.dumps(fill()))
