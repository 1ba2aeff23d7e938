"""A visit that stands is in the time zone of whoever wrote it down, as its page has shown it."""

from django.db.models import OuterRef, Subquery


def from_authors(apps, schema_editor):
    authors = apps.get_model("careplan", "User").objects.filter(pk=OuterRef("author"))
    visits = apps.get_model("careplan", "Appointment").objects
    visits.update(time_zone=Subquery(authors.values("time_zone")[:1]))
