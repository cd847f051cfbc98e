"""Word forms: a sample document made from the list of its fields.

The forms follow the layout that offices in China print: a centred title, a ruled
table with the labels beside the answers, signature and date in its last row, and
the filling notes below. Their own words are Chinese in every language of the
portal, since the form is what a resident hands in.

python-docx makes the paper (styles, margins, header, footer) once for each size;
a form is that paper with a body of its own, written as text: 2 ms against the 22
that building it cell by cell took, and an import makes more than a hundred.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from docx.shared import Mm
from io import BytesIO
from itertools import groupby
from onewindow_policy.samples.docx_paper import FIXED_DATE
from onewindow_policy.samples.docx_paper import paper_files
from onewindow_policy.samples.docx_paper import PAPERS
from onewindow_policy.samples.docx_paper import TITLE_PLACE
from onewindow_policy.typed.printable import UNPRINTABLE
from typing import NamedTuple
from xml.sax.saxutils import escape

import re
import zipfile

# The no-break spaces keep its frame off the letters.
FILLED_MARK = "\N{NO-BREAK SPACE}填写示例\N{NO-BREAK SPACE}"
NOTES_TITLE = "填写说明"
DATE_PROMPT = "年    月    日"

# Shares of the table's width: label, answer, label, answer.
COLUMNS = (0.21, 0.29, 0.21, 0.29)
ROW_HEIGHT_MM = 12
LONG_ROW_HEIGHT_MM = 30
FOOT_HEIGHT_MM = 17

SIGNATURE = re.compile(r"(签字|签名|签章|盖章|签收|按指印|确认)$")
DATE = re.compile(
    r"^(申请|填表|填报|填写|登记|告知|承诺|委托|签字|签名|签署|签收)?(日期|时间)$"
)
LONG_ANSWER = re.compile(
    r"内容|原因|事由|理由|概述|清单|流程|条件|依据|权限|途径|后果|责任|影响|要求|说明"
)
# Answers up to this many Chinese characters share a row with their neighbour.
SHORT_LABEL = 8
SHORT_ANSWER = 10
LONG_TITLE = 20


class Field(NamedTuple):
    """One field of a form: its label and the answer a sample shows."""

    label: str
    answer: str


def form_document(
    title: str,
    fields: Sequence[tuple[str, str]],
    filling_notes: Sequence[str] = (),
    *,
    note: str = "",
    filled: bool,
    print_size: str = "A4",
    fictional: bool = False,
) -> bytes:
    """Make a Word form, blank or filled in as a sample.

    :param title: the form's name, printed as its title
    :param fields: label and sample answer of each field, in order; the answers lay
        out the blank form too, so that both have the same rows
    :param filling_notes: sentences that tell how to fill the form in
    :param note: a remark on the form, printed under its table
    :param filled: True writes the answers and marks the form 填写示例
    :param print_size: ``A3``, ``A4`` or ``A5``, upright; anything else is A4
    :param fictional: True says on every page that the content is made up
    :returns: the .docx file; the same arguments give the same bytes
    """
    paper = print_size.strip().upper()
    if paper not in PAPERS:
        paper = "A4"
    title = printable(title)
    answers = [Field(printable(label), printable(text)) for label, text in fields]
    is_long_title = paper == "A5" or _width(title) > LONG_TITLE
    parts = [_paragraph("Form Mark", FILLED_MARK)] if filled else []
    parts += [_paragraph("Form Long Title" if is_long_title else "Form Title", title)]
    if answers:
        width_mm = PAPERS[paper][0] - 2 * PAPERS[paper][2]
        parts.append(_table(rows_of(answers), filled, width_mm))
    parts.extend(_notes(printable(note), [printable(text) for text in filling_notes]))
    return _with_body(paper_files(paper, fictional), "".join(parts), title)


def printable(text: str) -> str:
    """Return a text without the characters that a document cannot hold."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def rows_of(fields: Sequence[Field]) -> list[list[Field]]:
    """Return the fields as table rows: short ones in pairs, long ones alone.

    The signature and date that end the list come last, in rows of their own.
    """
    foot_size = 0
    while foot_size < len(fields) and is_foot(fields[-1 - foot_size]):
        foot_size += 1
    body = fields[: len(fields) - foot_size]
    rows = []
    for is_short_run, run in groupby(body, is_short):
        size = 2 if is_short_run else 1
        rows.extend(_chunks(list(run), size))
    return rows + _chunks(list(fields[len(body) :]), 2)


def is_foot(field: Field) -> bool:
    """Tell whether a field is signed or dated at the end of a form."""
    return bool(SIGNATURE.search(field.label) or DATE.match(field.label))


def is_short(field: Field) -> bool:
    """Tell whether half a row is enough for a field."""
    return (
        not is_long(field)
        and _width(field.label) <= SHORT_LABEL
        and _width(field.answer) <= SHORT_ANSWER
        and "\n" not in field.answer
    )


def is_long(field: Field) -> bool:
    """Tell whether a field is answered in sentences."""
    return bool(LONG_ANSWER.search(field.label)) or _width(field.answer) > 40


def _width(text: str) -> float:
    """Return a text's width in Chinese characters; Latin ones take half a place."""
    return sum(0.5 if char < "\u2000" else 1 for char in text)


def _chunks(fields: list[Field], size: int) -> list[list[Field]]:
    return [fields[start : start + size] for start in range(0, len(fields), size)]


def _paragraph(style: str, text: str) -> str:
    """Return a paragraph in WordprocessingML; a newline breaks the line."""
    lines = (
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    style_id = style.replace(" ", "")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>'
        f"<w:r>{'<w:br/>'.join(lines)}</w:r></w:p>"
    )


def _table(rows: list[list[Field]], filled: bool, width_mm: float) -> str:
    """Return the form's table; a field alone in its row answers over three columns."""
    widths = [_twips(width_mm * share) for share in COLUMNS]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:top w:w="60" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        + "".join(_row(fields, filled, widths) for fields in rows)
        + "</w:tbl>"
    )


def _row(fields: list[Field], filled: bool, widths: list[int]) -> str:
    """Return a table row that grows with its text and never breaks over pages."""
    cells = []
    for number, field in enumerate(fields):
        span = 3 if len(fields) == 1 else 1
        width = sum(widths[1:]) if span == 3 else widths[2 * number + 1]
        if filled:
            answer = _paragraph("Form Answer", field.answer)
        elif DATE.match(field.label) and is_foot(fields[0]):
            answer = _paragraph("Form Date", DATE_PROMPT)
        else:
            answer = _paragraph("Form Answer", "")
        cells.append(_cell(_paragraph("Form Label", field.label), widths[2 * number]))
        cells.append(_cell(answer, width, span))
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_row_height(fields)}"'
        f' w:hRule="atLeast"/></w:trPr>{"".join(cells)}</w:tr>'
    )


def _cell(content: str, width: int, span: int = 1) -> str:
    grid_span = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid_span}'
        f'<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
    )


def _row_height(fields: list[Field]) -> int:
    if is_foot(fields[0]):
        return _twips(FOOT_HEIGHT_MM)
    if len(fields) == 1 and is_long(fields[0]):
        return _twips(LONG_ROW_HEIGHT_MM)
    return _twips(ROW_HEIGHT_MM)


def _twips(millimetres: float) -> int:
    """Return a length in twentieths of a point, Word's unit in tables."""
    return Mm(millimetres).twips


def _notes(note: str, filling_notes: list[str]) -> Iterator[str]:
    if note:
        yield _paragraph("Form Remark", f"注：{note}")
    if filling_notes:
        yield _paragraph("Form Notes Title", f"{NOTES_TITLE}:")
    for number, text in enumerate(filling_notes, start=1):
        yield _paragraph("Form Note", f"{number}. {text}")


def _with_body(paper: Mapping[str, bytes], body: str, title: str) -> bytes:
    """Return the paper's files with this body and title, as a ZIP of fixed dates."""
    document = paper["word/document.xml"].decode()
    core = paper["docProps/core.xml"].decode()
    files = {
        **paper,
        "word/document.xml": document.replace("<w:sectPr", body + "<w:sectPr", 1),
        "docProps/core.xml": core.replace(TITLE_PLACE, escape(title)),
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, FIXED_DATE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Windows and Linux would sign the entry differently.
            entry.create_system = 0
            target.writestr(entry, content)
    return buffer.getvalue()
