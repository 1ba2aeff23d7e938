"""The rules of the house, held by reading its code. Each rule stands in docs/architecture.md."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "careplan"
# From the lowest room to the highest; a room imports those before it, and itself.
ROOMS = [
    "library",
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
]
# Rooms side by side: neither imports the other.
APART = {"documents", "topics"}
# The ground below every room, which imports no room.
GROUND = {f"careplan.{name}" for name in ("environment", "forms", "keys", "log", "paging")}
GROUND |= {f"careplan.{name}" for name in ("partial_dates", "places", "text", "widgets")}
# Above every room: they gather what the rooms hold.
ROOF = {"careplan.models", "careplan.urls", "careplan.settings", "careplan.wsgi"}
RECORDS = {"concerns", "questions", "appointments", "listed", "care_team", "documents"}
RECORDS |= {"named_people", "copies", "scans", "topic_notes", "proposals"}
RECORDS |= {"follow_ups", "visit_notes"}
READINGS = {"seen_by", "removed_seen_by", "standing_and_removed"}


def code_files():
    return [f for f in sorted(HOUSE.rglob("*.py")) if "migrations" not in f.parts]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """Every module of the house that a file imports, however it says so."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] == "careplan"}


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS else None


def upward_imports(module: str, names: set[str]) -> set[str]:
    """The names that `module` must not import: higher rooms, and from the ground any room."""
    room = room_of(module)
    if room is None and module not in GROUND:
        return set()
    allowed = set(ROOMS[: ROOMS.index(room) + 1]) if room else set()
    allowed -= APART - {room} if room in APART else set()
    return {
        name for name in names if name in ROOF or (room_of(name) and room_of(name) not in allowed)
    }


def test_imports_point_one_way():
    wrong = {
        m: up for f in code_files() if (up := upward_imports(m := module_name(f), imported(f)))
    }
    assert wrong == {}


def test_the_import_rule_notices():
    assert upward_imports("careplan.plans.models", {"careplan.concerns.models"})
    assert upward_imports("careplan.text", {"careplan.library.levels"})
    assert upward_imports("careplan.pages.views", {"careplan.settings"})
    assert upward_imports("careplan.topics.views", {"careplan.documents.models"})
    assert not upward_imports("careplan.pages.views", {"careplan.plans.access"})
    assert not upward_imports("careplan.printing.views", {"careplan.documents.models"})


def test_every_room_is_known():
    rooms = {p.name for p in HOUSE.iterdir() if (p / "__init__.py").exists()}
    assert rooms - {"management", "migrations", "templatetags"} == set(ROOMS)


def test_no_import_inside_a_function():
    wrong = [
        f"{f.relative_to(ROOT)}:{inner.lineno}"
        for f in code_files()
        for node in ast.walk(tree(f))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


def view_files():
    return [f for f in code_files() if "views" in f.stem]


def test_no_manager_in_a_view():
    wrong = [
        f"{f.relative_to(ROOT)}:{node.lineno}"
        for f in view_files()
        for node in ast.walk(tree(f))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert wrong == []


def unguarded(module: ast.Module) -> list[int]:
    """Lines that read a plan's records otherwise than through seen_by."""
    guarded = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in READINGS
    }
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute)
        and node.attr in RECORDS
        and isinstance(node.ctx, ast.Load)
        and id(node) not in guarded
        and not (isinstance(node.value, ast.Name) and node.value.id == "careplan")
    ]


def test_views_read_as_their_reader():
    wrong = [f"{f.relative_to(ROOT)}:{n}" for f in view_files() for n in unguarded(tree(f))]
    assert wrong == []


def test_the_reading_rule_notices():
    assert unguarded(ast.parse("plan.concerns.all()")) == [1]
    assert unguarded(ast.parse("plan.concerns.seen_by(member)")) == []


def test_templates_read_no_records():
    """A template has no reader to read as: what it shows, the view has read."""
    pattern = re.compile(
        rf"\b(plan|appointment|concern|question|document)\.({'|'.join(RECORDS)})\b"
    )
    wrong = [str(f.relative_to(ROOT)) for f in templates() if pattern.search(f.read_text())]
    assert wrong == []


def test_only_pdf_py_knows_weasyprint():
    knows = [
        str(f.relative_to(ROOT))
        for f in code_files()
        for node in ast.walk(tree(f))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "weasyprint"
        in {alias.name.split(".")[0] for alias in node.names}
        | {(getattr(node, "module", "") or "").split(".")[0]}
    ]
    assert set(knows) == {"careplan/printing/pdf.py"}


def test_no_signals_and_no_vague_rooms():
    text = {f: f.read_text() for f in code_files()}
    assert [f for f, t in text.items() if "django.db.models.signals" in t or "@receiver" in t] == []
    assert [f for f in text if f.stem in {"common", "utils", "helpers", "misc"}] == []


def test_sizes():
    too_long = []
    for f in code_files():
        if f.read_text().count("\n") > 300:
            too_long.append(str(f.relative_to(ROOT)))
        for node in ast.walk(tree(f)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 50:
                too_long.append(f"{f.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert too_long == []


def test_views_are_short():
    wrong = [
        f"{f.relative_to(ROOT)}:{node.lineno} {node.name}"
        for f in view_files()
        for node in tree(f).body
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.body[0].lineno + 1 > 20
    ]
    assert wrong == []


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize(
    "pattern", [r"\sstyle\s*=", r"\son[a-z]+\s*=\s*[\"']", r"<script(?![^>]*\ssrc=)", r"<style"]
)
def test_no_inline_style_or_script(pattern):
    """A strict content policy would refuse them; a printed sheet's one exception is its QR code."""
    wrong = [
        str(f.relative_to(ROOT))
        for f in templates()
        if "printing" not in f.parts and re.search(pattern, f.read_text())
    ]
    assert wrong == []


def routes(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback


def plan_routes_without_access(found) -> list[str]:
    return [p for p, view in found if "plan_id" in p and not hasattr(view, "plan_access")]


def test_every_plan_route_asks_who_reads():
    assert plan_routes_without_access(routes()) == []


def test_the_route_rule_notices():
    assert plan_routes_without_access([("plans/<uuid:plan_id>/x/", lambda request: None)]) == [
        "plans/<uuid:plan_id>/x/"
    ]
