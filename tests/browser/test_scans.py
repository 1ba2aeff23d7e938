"""A paper photographed with a phone: it goes in, comes out upright, and has lost its place."""

import io
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import expect

from careplan.documents.models import AdvanceDocument
from tests.documents.attack_files import WORD, photo
from tests.documents.scans import make_keys

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_photo_of_a_paper(window, family, settings, tmp_path, script):
    make_keys(settings)
    sideways = tmp_path / "IMG_canary.jpg"
    sideways.write_bytes(photo(orientation=6))
    sent = Image.open(sideways)
    assert sent.size == (800, 600)
    assert sent.getexif().get_ifd(ExifTags.IFD.GPSInfo)

    maria = window(script=script).sign_in("maria@example.org")
    page = maria.page
    proxy = family.own(AdvanceDocument, edition=2)
    page.goto(f"/plans/{family.plan.pk}/papers/{proxy.pk}/")
    maria.follow("Add a scan or photo")
    page.get_by_label("Photo or file").set_input_files(sideways)
    page.get_by_label("What is on it?").fill("Page 1")
    maria.press("Save")
    expect(page.get_by_role("heading", name="Page 1")).to_be_visible()
    picture = page.locator("img.scan-picture")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("p => [p.naturalWidth, p.naturalHeight]") == [600, 800]

    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "health-care-proxy-1.jpg"
    kept = Path(download.value.path()).read_bytes()
    assert WORD not in kept
    assert b"Exif" not in kept
    back = Image.open(io.BytesIO(kept))
    assert back.size == (600, 800)
    corners = [(50, 50), (550, 50), (50, 750), (550, 750)]
    assert [back.getpixel(corner)[0] < 128 for corner in corners] == [True, False, False, False]

    # What is no paper is a sentence, and the words that were typed stand.
    maria.follow("Add a scan or photo")
    program = tmp_path / "will.pdf"
    program.write_bytes(b"MZ canary")
    page.get_by_label("Photo or file").set_input_files(program)
    page.get_by_label("What is on it?").fill("Page 2")
    maria.press("Save")
    expect(page.locator(".errors")).to_contain_text("This is no photo and no PDF.")
    expect(page.get_by_label("What is on it?")).to_have_value("Page 2")
