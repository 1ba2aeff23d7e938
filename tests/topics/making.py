"""Notes and choices for the tests of this room, and how its pages are read."""

import re

from django.urls import reverse

from careplan.topics.models import TopicChoice, TopicNote

TOPIC = "palliative-alongside-treatment"  # open at every level
AHEAD = "who-can-have-hospice"  # open at "everything" alone


def note(cast, author=None, **fields) -> TopicNote:
    author = author or cast.maria
    by = {"plan": cast.plan, "author": author, "changed_by": author}
    writer = {"wish_by": author} if fields.get("wish") else {}
    return TopicNote.objects.create(**{"topic": TOPIC} | by | writer | fields)


def choices(user) -> dict[str, str]:
    return dict(TopicChoice.objects.filter(user=user).values_list("topic", "show"))


def at(cast, name, *args) -> str:
    return reverse(name, args=[cast.plan.pk, *args])


def page(client, address) -> str:
    """What a page says, less what is new in every answer."""
    response = client.get(address)
    assert response.status_code == 200
    new = r'(name="(csrfmiddlewaretoken|request_uuid)" value|data-signed-in)="[^"]*"'
    return re.sub(new, "", said(response))


def said(response) -> str:
    return " ".join(response.content.decode().split())


def linked(html: str) -> list[str]:
    """The topics that a part of a page leads to, in order."""
    return re.findall(r'href="/plans/[^"/]*/comfort/([a-z0-9-]+)/"', html)


def fold(html: str, title: str) -> str:
    """What is in the fold with this title; empty where there is none."""
    found = re.search(rf"<summary>[^/]*?<svg.*?</svg>(<h2>)?{title}(</h2>)?</summary>", html)
    return html[found.end() : html.index("</details>", found.end())] if found else ""


def level(user, wanted: str) -> None:
    user.information_level = wanted
    user.save()
