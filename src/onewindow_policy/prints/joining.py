"""Several papers as one file, for whoever prints them together."""

from collections.abc import Iterable
from io import BytesIO
from pikepdf import Pdf


def joined(papers: Iterable[bytes]) -> bytes:
    """Return papers of ours, each a PDF, as one, in their order.

    It is for printing: what reads a paper aloud knows each by itself only.
    """
    whole = Pdf.new()
    for paper in papers:
        with Pdf.open(BytesIO(paper)) as each:
            whole.pages.extend(each.pages)
    content = BytesIO()
    whole.save(content, deterministic_id=True)
    return content.getvalue()
