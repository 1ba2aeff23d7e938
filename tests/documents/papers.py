"""Papers for tests, each made by somebody."""

from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson


def paper(cast, kind="health-care-proxy", author=None, **fields) -> AdvanceDocument:
    """A paper of Maria's, or of `author`; with `signed_on` it is signed."""
    author = author or cast.maria
    if fields.get("signed_on"):
        fields = {"state": "signed"} | fields
    return AdvanceDocument.objects.create(
        plan=cast.plan, author=author, changed_by=author, kind=kind, **fields
    )


def copy_of(cast, document, holder="Dr Lee", kind="doctor", **fields) -> DocumentCopy:
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return DocumentCopy.objects.create(
        document=document, holder=holder, holder_kind=kind, **by, **fields
    )


def named(cast, document, name="Ana", part="agent", **fields) -> NamedPerson:
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return NamedPerson.objects.create(document=document, name=name, part=part, **by, **fields)
