"""The tags that our templates use: icons, form controls, the places, and what a reader may do."""

import functools
import re
from pathlib import Path

from django import forms, template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from careplan.plans.access import Action, Section

register = template.Library()


@functools.cache
def drawing(name: str) -> str:
    return (Path(settings.BASE_DIR) / "static" / "icons" / f"{name}.svg").read_text().strip()


@register.simple_tag
def icon(name: str) -> str:
    """The drawing static/icons/<name>.svg, in the page. It always stands beside a word."""
    return mark_safe(drawing(name))


@register.simple_tag
def field_kind(field) -> str:
    """Which template of templates/forms/ draws this field."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return getattr(widget, "kind", "line")


@register.simple_tag
def control_id(field) -> str:
    """The id of a field's control, or of the first one of a group: where its error leads."""
    grouped = field_kind(field) not in {"line", "tick"}
    return (
        f"{field.auto_id}_day"
        if field_kind(field) == "dates"
        else (f"{field.auto_id}_0" if grouped else field.id_for_label)
    )


@register.filter
def in_fours(code: str) -> str:
    """A long code in groups of four, as it is read out and typed."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@register.filter
def date_parts(field) -> list[dict]:
    """Day, month and year of a DateParts field, with what was typed in each."""
    widget = field.field.widget
    values = field.value()
    if not isinstance(values, list | tuple):
        values = widget.decompress(values)
    labels = (_("Day"), _("Month"), _("Year"))
    names = ("day", "month", "year")
    return [
        {
            "name": f"{field.html_name}_{name}",
            "id": f"{field.auto_id}_{name}",
            "label": label,
            "size": size,
            "value": "" if value is None else value,
        }
        for name, label, size, value in zip(names, labels, widget.sizes, values, strict=True)
    ]


@register.simple_tag(takes_context=True)
def may(context, action: str, section: str) -> bool:
    """Whether the reader may do `action` ("edit") in `section` ("visits"): access.py's table."""
    member = getattr(context["request"], "member", None)
    return bool(member) and member.can(Action(action), Section(section))


@register.filter
def tel(number: str) -> str:
    """The tel: address of a phone number as somebody wrote it: “555-0142 (ask for Kim)”."""
    match = re.match(r"[\d\s().+/-]+", number.strip())
    digits = re.sub(r"[^\d+]", "", match.group() if match else "")
    return f"tel:{digits}" if digits else ""


@register.inclusion_tag("_components/places.html", takes_context=True)
def places(context) -> dict:
    """The places of a plan that this reader may see, the present one marked."""
    request, plan, here = context["request"], context.get("plan"), context.get("place")
    rows = []
    for name, label, section in place_names():
        if plan and (section is None or request.member.can(Action.VIEW, section)):
            url = reverse(name, args=[plan.pk])
            rows.append({"label": label, "url": url, "current": current(request, url, name, here)})
    if not plan:
        rows.append({"label": _("Home"), "url": reverse("start"), "current": ""})
    return {"rows": rows}


def place_names():
    return (
        ("home", _("Home"), None),
        ("concern_list", _("What is on my mind"), Section.VISITS),
        ("appointment_list", _("Visits"), Section.VISITS),
        ("document_list", _("Legal papers"), Section.PAPERS),
        ("topic_list", _("Comfort and support"), Section.COMFORT),
        ("understand", _("Understand"), None),
        ("people", _("People"), Section.PEOPLE),
    )


def current(request, url: str, name: str, here: str | None) -> str:
    """aria-current: "page" on the place itself, "true" on a page inside it."""
    if request.path == url:
        return "page"
    return "true" if name == here else ""
