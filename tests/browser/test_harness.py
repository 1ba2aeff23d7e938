"""The audit itself: a page with one fault of each kind, all of which it must name."""

import pytest

from tests.browser.audit import axe, faults

pytestmark = pytest.mark.browser

BAD = """<!doctype html><html lang="en"><title>t</title><body><main>
<h1>One</h1><h1>Two</h1><p id="x">a</p><p id="x">b</p><a href="#gone">gone</a><a>no address</a>
<label for="nothing">l</label><p><button>b</button></p><p style="font-size:12px">small</p>
<div style="width:3000px">wide</div><img src="data:,"></main></body></html>"""


def test_the_audit_notices(chromium):
    page = chromium.new_page()
    page.set_content(BAD)
    found = faults(page)
    for start in (
        "id twice: x",
        "leads nowhere: #gone",
        "link without address",
        "for names nothing",
        "not one h1",
        "scrolls sideways",
        "target of",
        "text of 12 px",
    ):
        assert any(fault.startswith(start) for fault in found), start
    assert any("image-alt" in fault for fault in axe(page))
    page.close()
