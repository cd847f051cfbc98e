"""Keep the file of a generated sample document true to its fields."""

from onewindow_policy.communities.api import get_city
from onewindow_policy.samples.docx import form_document
from onewindow_policy.samples.interfaces import FILLED_SAMPLE
from plone.namedfile.file import NamedBlobFile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make_file(sample, event) -> None:
    """Write the sample's Word file from its fields, if that is how it is made."""
    if not sample.generated or not sample.fields:
        return
    filled = sample.kind == FILLED_SAMPLE
    city = get_city()
    data = form_document(
        sample.title,
        [(row["label"], row["sample_value"] or "") for row in sample.fields],
        sample.filling_notes or (),
        note=sample.note or "",
        filled=filled,
        print_size=sample.print_size or "A4",
        fictional=bool(city is not None and city.fictional),
    )
    if sample.file is not None and sample.file.data == data:
        return
    suffix = "填写示例" if filled else "空白"
    sample.file = NamedBlobFile(
        data=data, contentType=DOCX, filename=f"{sample.title}（{suffix}）.docx"
    )
