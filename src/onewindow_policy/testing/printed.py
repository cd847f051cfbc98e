"""What stands on the pages of a PDF, as whoever copies it from there gets it."""

from io import BytesIO

import pikepdf
import re

#: In the tables by which a font says what its glyphs mean.
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9a-fA-F]+)>")


def printed_text(data: bytes) -> str:
    """Return the text of all pages of a PDF, without spaces and line breaks."""
    with pikepdf.open(BytesIO(data)) as document:
        text = "".join(_text_of(page) for page in document.pages)
    return re.sub(r"\s", "", text)


def _text_of(page) -> str:
    fonts = {
        str(name): _meanings(font) for name, font in page.Resources.get("/Font").items()
    }
    said, meanings = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            meanings = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            shown = operands[0] if str(operator) == "TJ" else operands
            for each in shown:
                if isinstance(each, pikepdf.String):
                    said.append(_decoded(bytes(each), meanings))
    return "".join(said)


def _decoded(data: bytes, meanings: dict[int, str]) -> str:
    codes = (int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2))
    return "".join(meanings.get(code, "\N{REPLACEMENT CHARACTER}") for code in codes)


def _meanings(font) -> dict[int, str]:
    found = {}
    for kind, body in _SECTION.findall(font.ToUnicode.read_bytes()):
        values = [bytes.fromhex(each.decode()) for each in _HEX.findall(body)]
        if kind == b"bfchar":
            for code, text in zip(values[::2], values[1::2], strict=True):
                found[int.from_bytes(code)] = text.decode("utf-16-be")
        else:
            for first, last, text in zip(*[iter(values)] * 3, strict=True):
                begin = ord(text.decode("utf-16-be"))
                for offset, code in enumerate(
                    range(int.from_bytes(first), int.from_bytes(last) + 1)
                ):
                    found[code] = chr(begin + offset)
    return found
