"""The paper of a Word form: size, margins, styles, header and footer.

Made once for each size with python-docx; ``docx.py`` writes the forms on it.
"""

from collections.abc import Collection
from datetime import datetime
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.shared import Pt
from docx.shared import RGBColor
from functools import cache
from io import BytesIO

import zipfile

SONG = "宋体"
HEI = "黑体"
KAI = "楷体"
LATIN = "Times New Roman"

INK = RGBColor(0x1F, 0x38, 0x64)
RED = RGBColor(0xB0, 0x1C, 0x1C)

# Stands in the file's properties until a form writes its title there.
TITLE_PLACE = "{title}"
FICTIONAL_MARK = "演示样表，内容均为虚构"

# A file's dates are not facts about the form: fixed, so that the same form is
# always the same file and an import can tell that nothing has changed.
FIXED_DATE = datetime(2000, 1, 1)

PAPERS = {
    # name: width, height, margin (mm)
    "A3": (297, 420, 28),
    "A4": (210, 297, 22),
    "A5": (148, 210, 14),
}

STYLES = {
    # name: face, size (points), colour, alignment, space before and after (points)
    "Form Mark": (HEI, 14, RED, WD_ALIGN_PARAGRAPH.RIGHT, 0, 4),
    "Form Title": (HEI, 22, None, WD_ALIGN_PARAGRAPH.CENTER, 6, 14),
    "Form Long Title": (HEI, 16, None, WD_ALIGN_PARAGRAPH.CENTER, 6, 12),
    "Form Label": (SONG, 12, None, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "Form Answer": (KAI, 12, INK, WD_ALIGN_PARAGRAPH.LEFT, 0, 0),
    "Form Date": (SONG, 12, None, WD_ALIGN_PARAGRAPH.RIGHT, 0, 0),
    "Form Notes Title": (HEI, 10.5, None, WD_ALIGN_PARAGRAPH.LEFT, 10, 0),
    "Form Remark": (SONG, 10.5, None, WD_ALIGN_PARAGRAPH.LEFT, 10, 0),
    "Form Note": (SONG, 10.5, None, WD_ALIGN_PARAGRAPH.LEFT, 3, 0),
}

#: The styles of the template that forms, headers and footers build on.
TEMPLATE_STYLES = (
    "Normal",
    "DefaultParagraphFont",
    "TableNormal",
    "NoList",
    "TableGrid",
    "Header",
    "HeaderChar",
    "Footer",
    "FooterChar",
)

#: What the template holds for other kinds of documents.
UNUSED_PARTS = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.WEB_SETTINGS,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)


@cache
def paper_files(print_size: str, fictional: bool) -> dict[str, bytes]:
    """Return the files of an empty document: python-docx's template, made Chinese.

    Most of the template (780 KB of styles, a preview picture) no form uses.
    """
    document = Document()
    _set_page(document.sections[0], print_size, fictional)
    _set_styles(document)
    _set_language(document)
    _drop_relations(document.part.package, UNUSED_PARTS)
    _drop_relations(document.part, UNUSED_PARTS)
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = ""
    core.title = TITLE_PLACE
    core.created = core.modified = FIXED_DATE
    buffer = BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as source:
        return {name: source.read(name) for name in source.namelist()}


def _set_page(section, print_size: str, fictional: bool) -> None:
    width, height, margin = (Mm(size) for size in PAPERS[print_size])
    section.page_width = width
    section.page_height = height
    section.left_margin = section.right_margin = margin
    section.top_margin = section.bottom_margin = margin
    section.header_distance = section.footer_distance = margin // 2
    if fictional:
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(header, FICTIONAL_MARK).font.color.rgb = RED
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(footer, "第 ")
    _write_counter(footer, "PAGE")
    _write(footer, " 页，共 ")
    _write_counter(footer, "NUMPAGES")
    _write(footer, " 页")


def _set_styles(document) -> None:
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in TEMPLATE_STYLES:
            styles.remove(style)
    normal = document.styles["Normal"]
    _set_face(normal.element.get_or_add_rPr().get_or_add_rFonts(), SONG)
    # The defaults name the faces of the theme, which is left out.
    _set_face(styles.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}"), SONG)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.15
    for name, (face, size, colour, alignment, before, after) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(size)
        if colour:
            style.font.color.rgb = colour
        _set_face(style.element.get_or_add_rPr().get_or_add_rFonts(), face)
        style.paragraph_format.alignment = alignment
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    border = OxmlElement("w:bdr")
    for name, value in {"val": "single", "sz": "12", "color": str(RED)}.items():
        border.set(qn(f"w:{name}"), value)
    document.styles["Form Mark"].element.rPr.append(border)


def _set_language(document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    document.core_properties.language = "zh-CN"


def _drop_relations(source, kinds: Collection[str]) -> None:
    for key in [key for key, each in source.rels.items() if each.reltype in kinds]:
        del source.rels[key]


def _set_face(fonts, face: str) -> None:
    """Set the Chinese face; Latin letters and digits have one of their own."""
    fonts.attrib.clear()
    for name, value in {"ascii": LATIN, "hAnsi": LATIN, "eastAsia": face}.items():
        fonts.set(qn(f"w:{name}"), value)


def _write(paragraph, text: str):
    run = paragraph.add_run(text)
    run.font.size = Pt(9)
    return run


def _write_counter(paragraph, instruction: str) -> None:
    """Add a page number field, which Word counts itself."""
    run = _write(paragraph, "")
    for kind in ("begin", "", "end"):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = instruction
        run._r.append(element)
