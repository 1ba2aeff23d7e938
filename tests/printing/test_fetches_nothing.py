"""Nothing that is typed can make a PDF fetch, read or attach anything."""

import dataclasses
import socket
import threading

import pytest

from careplan.printing.after_sheet import after_visit
from careplan.printing.comfort_sheet import comfort_checklist
from careplan.printing.emergency_sheet import emergency_page
from careplan.printing.errors import PrintError
from careplan.printing.papers_sheet import papers_checklist
from careplan.printing.printer import render
from careplan.printing.sheets import Fact, SheetQuestion, question_list
from tests.printing.conftest import marias_list
from tests.printing.family import marias_emergency, marias_papers, marias_topics, marias_visit

pytestmark = pytest.mark.pdf
WAYS = 14


@pytest.fixture
def listener():
    """A server that counts who calls; `port` is where."""

    class Listener:
        calls = 0

        def __init__(self):
            self.socket = socket.create_server(("127.0.0.1", 0))
            self.port = self.socket.getsockname()[1]
            threading.Thread(target=self.listen, daemon=True).start()

        def listen(self):
            while True:
                try:
                    call, _address = self.socket.accept()
                except OSError:
                    return
                self.calls += 1  # before whoever calls can know that it was taken
                call.close()

    listener = Listener()
    yield listener
    listener.socket.shutdown(socket.SHUT_RDWR)
    listener.socket.close()


def traps(port: int, secret) -> list[str]:
    """Every way that HTML and CSS have of asking for something."""
    there, here = f"http://127.0.0.1:{port}/x", secret.as_uri()
    wanted = [there, here, "//127.0.0.1", str(secret), f"careplan:../{secret}", "careplan:qr.svg"]
    svg = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{}'/></svg>"
    found = [
        piece.replace("URL", url)
        for url in (*wanted, svg.format(there))
        for piece in (
            "<img src=URL>",
            '<img srcset="URL 2x"><picture><source srcset="URL"></picture>',
            "<link rel=attachment href=URL>",
            "<a rel=attachment href=URL>x</a>",
            '<link rel=stylesheet href="URL">',
            "<style>@import 'URL';@import url(URL);</style>",
            '<style>@font-face{font-family:f;src:url("URL")}p{font-family:f}</style>',
            '<style>@page{background:url("URL")}p{list-style-image:url("URL");cursor:url(URL)}'
            'p::before{content:url("URL")}</style>',
            '<p style="background:url(URL);border-image:url(URL)">x</p>',
            "<object data=URL></object><embed src=URL><iframe src=URL></iframe>",
            "<video poster=URL></video><audio src=URL></audio><input type=image src=URL>",
            "<svg><image href=URL /><image xlink:href=URL /><use href='URL#a' />"
            "<style>@import 'URL';rect{fill:url(URL)}</style><rect width=9 height=9 /></svg>",
            "<base href=URL><img src=x.png>",
            "<meta http-equiv=refresh content='0;URL'>",
        )
    ]
    assert len(found) == WAYS * 7
    return found


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("canary")
    return path


def test_the_listener_hears(listener):
    """Else the tests below would prove nothing."""
    with socket.create_connection(("127.0.0.1", listener.port)) as call:
        call.recv(1)
    assert listener.calls == 1


def test_every_typed_text(opened, listener, secret):
    """Each trap as a question, a concern and each other text of a sheet: it prints as it is."""
    found = traps(listener.port, secret)
    for trap in found[:WAYS]:
        sheet = marias_list(*[SheetQuestion(trap, trap)] * 4, person=trap, with_whom=trap)
        sheet = dataclasses.replace(sheet, facts=(Fact(trap, trap),))
        nothing_came_of_it(opened(question_list(sheet)), listener)
    everything = "\n".join(found)
    pdf = opened(question_list(marias_list(SheetQuestion(everything[:4000]))))
    nothing_came_of_it(pdf, listener)
    assert "<img src=http://127.0.0.1" in pdf.words()


NOT_TYPED = {"paper", "size", "language", "mark"}


def trapped(value, trap: str):
    """`value` with `trap` in the place of every text in it."""
    if isinstance(value, str):
        return trap
    if isinstance(value, tuple):
        return tuple(trapped(item, trap) for item in value)
    if dataclasses.is_dataclass(value):
        fields = {
            field.name: trapped(getattr(value, field.name), trap)
            for field in dataclasses.fields(value)
            if field.name not in NOT_TYPED
        }
        return dataclasses.replace(value, **fields)
    return value


@pytest.mark.parametrize(
    ("make", "sheet"),
    [
        (papers_checklist, marias_papers()),
        (comfort_checklist, marias_topics()),
        (emergency_page, marias_emergency()),
        (after_visit, marias_visit()),
    ],
    ids=["papers", "comfort", "emergency", "after"],
)
@pytest.mark.parametrize("way", range(WAYS))
def test_every_typed_text_of_the_other_sheets(opened, listener, secret, make, sheet, way):
    trap = traps(listener.port, secret)[way]
    pdf = opened(make(trapped(sheet, trap)))
    nothing_came_of_it(pdf, listener)
    assert trap[:9] in pdf.words()


def test_even_as_markup(opened, listener, secret):
    """Should a template ever forget to escape, the fetcher stands behind it."""
    found = traps(listener.port, secret)
    for kind in range(WAYS):
        page = "".join(found[kind::WAYS])  # each way, of all addresses
        html = f"<!DOCTYPE html><html lang=en class='a4 normal'><title>x</title>{page}<p>end"
        nothing_came_of_it(opened(render(html)), listener)


def test_what_weasyprint_must_have_is_not_fetched_either(listener):
    """It asks for a colour profile outside its own care for missing files: no PDF then."""
    profile = f"<style>@color-profile --x{{src:url('http://127.0.0.1:{listener.port}')}}</style>"
    with pytest.raises(PrintError):
        render(profile)
    assert listener.calls == 0


def nothing_came_of_it(pdf, listener) -> None:
    assert listener.calls == 0
    assert pdf.reader.attachments == {}
    names = pdf.root.get("/Names", {})
    assert "/EmbeddedFiles" not in names
    assert "/AF" not in pdf.root
    kinds = {str(o.get("/Type")) for o in objects(pdf) if hasattr(o, "get")}
    assert not kinds & {"/EmbeddedFile", "/Filespec"}
    assert "canary" not in pdf.words()
    assert b"canary" not in b"".join(streams(pdf))


def objects(pdf):
    reader = pdf.reader
    return [reader.get_object(number) for number in range(1, len(reader.xref.get(0, {})) + 1)]


def streams(pdf):
    return [o.get_data() for o in objects(pdf) if hasattr(o, "get_data")]
