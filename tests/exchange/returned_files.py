"""Files that come back: lists that were filled in, and what somebody may send in their place."""

import io
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pikepdf import Array, Dictionary, Name, Stream

from careplan.appointments.models import Appointment
from careplan.appointments.ordering import put_on_list
from careplan.plans.access import member_of
from careplan.printing.fillable_lists import FillableList, give_out
from careplan.questions.models import Question

WORD = "canary-of-Maria"


def marias_visit(cast, *texts: str, author=None, plan=None, **fields) -> Appointment:
    """A visit with these questions on its list."""
    author, plan = author or cast.maria, plan or cast.plan
    by = {"plan": plan, "author": author, "changed_by": author}
    visit = Appointment.objects.create(**{"with_whom": "Dr Lee"} | fields, **by)
    questions = [Question.objects.create(text=text, **by) for text in texts]
    member = member_of(plan, author, plan.memberships.filter(user=author).first())
    put_on_list(appointment=visit, questions=questions, member=member)
    return visit


def given_out(visit, by) -> FillableList:
    """As if `by` had made the file of all that stands on the list now."""
    return give_out(visit, list(visit.listed.select_related("question")), by=by)


def filled(reference: str | None, fields=None, change=lambda pdf: None, **options) -> bytes:
    """A PDF with the fields of a list, as a viewer saves it."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    said = {} if reference is None else {"list": reference}
    made = [field(pdf, name, value) for name, value in (said | (fields or {})).items()]
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(made)))
    change(pdf)
    file = io.BytesIO()
    pdf.save(file, **options)
    return file.getvalue()


def field(pdf, name: str, value):
    if isinstance(value, bool):
        said = Name.on if value else Name.Off
        return pdf.make_indirect(Dictionary(FT=Name.Btn, T=name, V=said, AS=said))
    return pdf.make_indirect(Dictionary(FT=Name.Tx, T=name, V=value))


def address(visit) -> str:
    return reverse("returned_list", args=[visit.plan_id, visit.pk])


def saving(visit) -> str:
    return reverse("returned_save", args=[visit.plan_id, visit.pk])


def send(client, visit, content: bytes, name="list.pdf"):
    file = SimpleUploadedFile(name, content, "application/pdf")
    return client.post(address(visit), {"file": file})


def packed(words: bytes, times=1) -> bytes:
    for _time in range(times):
        words = zlib.compress(words, 9)
    return words


def bomb(pdf):
    """An answer that stands in a stream of 100 MB, packed twice."""
    stream = Stream(pdf, packed(b"\0" * 100_000_000, 2))
    stream.stream_dict.Filter = Array([Name.FlateDecode, Name.FlateDecode])
    pdf.Root.AcroForm.Fields[-1].V = pdf.make_indirect(stream)


def bomb_of_objects(size=250_000_000) -> bytes:
    """A catalog in a stream of `size` blanks, which whoever opens the file must unpack."""
    raw = zlib.compress(b"9 0 " + b" " * size, 1)
    head = b"%PDF-1.7\n"
    stream = b"99 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>"
    body = stream % len(raw) + b"\nstream\n" + raw + b"\nendstream\nendobj\n"
    # The catalog, 9, is the first thing in 99; that one begins after the head.
    rows = bytes([2, 0, 0, 0, 99, 0]) + bytes([1, 0, 0, 0, len(head), 0])
    table = (
        b"100 0 obj\n<< /Type /XRef /Size 101 /Root 9 0 R /W [1 4 1] /Index [9 1 99 1] "
        b"/Length %d >>\nstream\n" % len(rows)
    )
    where = len(head) + len(body)
    return head + body + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % where


def in_a_circle(pdf):
    """A field whose field below is itself, and a list of fields that holds itself."""
    fields = pdf.make_indirect(Array([]))
    own = pdf.make_indirect(Dictionary(FT=Name.Tx, T="q1_answer", V=WORD))
    own.Kids, own.Parent = Array([own]), own
    fields.extend([*pdf.Root.AcroForm.Fields, own, fields])
    pdf.Root.AcroForm.Fields = fields


def deep(pdf):
    """Ten thousand lists inside one another, in the place of an answer."""
    pdf.Root.AcroForm.Fields[-1].V = pikepdf.Object.parse(b"[" * 400 + b"]" * 400)


def many_fields(pdf, count=100_000):
    one = pdf.Root.AcroForm.Fields[0]
    pdf.Root.AcroForm.Fields = Array([one] * count)


def with_program(pdf):
    """What a list of ours never has; it is not run, and nothing of it is kept."""
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.Root.OpenAction = script
    pdf.Root.AcroForm.Fields[-1].AA = Dictionary(K=script, F=script)
    pdf.Root.AcroForm.XFA = Stream(pdf, b"<xdp><field name='q1_answer'>not this</field></xdp>")
