"""Forms as their pages send them."""

import re
from html import unescape

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')


def hidden_in(response) -> dict[str, str | list[str]]:
    """What the page of a form carries, such as what its reader has read."""
    return hidden_on(response.content.decode())


def hidden_on(page: str) -> dict[str, str | list[str]]:
    found = {}
    for name, value in HIDDEN.findall(page):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(unescape(value))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def read(client, address) -> dict[str, str | list[str]]:
    """What the form at `address` carries, for somebody who opens it now."""
    response = client.get(address)
    assert response.status_code == 200
    return hidden_in(response)
