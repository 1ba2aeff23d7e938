"""The fields of a form in a PDF: what is filled in already, and one that nobody sees.

WeasyPrint would lay the words of a field out as text too, hidden below it: a screen reader would
find them twice, and line breaks and signs that our fonts lack would be lost. So they are put in
after the layout. Only pdf.py loads this module.
"""

from collections.abc import Mapping

import pydyf

HIDDEN, READ_ONLY = 1 << 1, 1


def fill(pdf, values: Mapping[str, str], unseen: Mapping[str, str]) -> None:
    """Put `values` into the text fields of these names, and fields for what is `unseen`."""
    form = pdf.catalog["AcroForm"]
    fields = [thing for thing in pdf.objects if isinstance(thing, dict) and "FT" in thing]
    for field in fields:
        name = field["T"].string
        if field["FT"] == "/Tx":
            field["V"] = pydyf.String(values.get(name, ""))
            # Of a viewer that asks what a field without its own would look like.
            form["DA"] = field["DA"]
    page = next(t for t in pdf.objects if isinstance(t, dict) and t.get("Type") == "/Page")
    for name, value in unseen.items():
        # On a page, and not in the list of fields alone: some viewers keep nothing else.
        field = pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Widget",
                "FT": "/Tx",
                "F": HIDDEN,
                "Ff": READ_ONLY,
                "Rect": pydyf.Array((0, 0, 0, 0)),
                "P": page.reference,
                "DA": form["DA"],
                "T": pydyf.String(name),
                "V": pydyf.String(value),
            }
        )
        pdf.add_object(field)
        page["Annots"].append(field.reference)
        form["Fields"].append(field.reference)
