"""Punctuation in the text of HTML: what stands between tags, nothing else."""

from collections.abc import Iterator
from onewindow_policy.typed.punctuation import set_line

import re

#: A comment that nothing ends goes on to the end, as in browsers.
_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|<[^>]*>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_TAG_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
_ENTITY = re.compile(r"&#?[0-9a-zA-Z]+;")

#: Within a line of text; all other tags begin and end one.
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "em",
        "font",
        "i",
        "mark",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)

#: What is in these is no text.
_NO_TEXT = frozenset(["code", "pre", "script", "style", "textarea"])

#: Stands for each character of an entity while its line is looked at.
_UNKNOWN = "\x00"


def punctuated_markup(html: str) -> str:
    """Return `html` with the punctuation of its texts set; see `punctuated`."""
    pieces = list(_pieces(html))
    line: list[int] = []
    for place, (kind, _text) in enumerate(pieces):
        if kind == "text":
            line.append(place)
        elif kind == "break":
            _set_texts(pieces, line)
            line = []
    _set_texts(pieces, line)
    return "".join(text for _kind, text in pieces)


def without_tags(html: str, instead: str = "") -> str:
    """Return `html` without its tags, with `instead` in the place of each."""
    end = _end_of_tags(html)
    return _TAG.sub(instead, html[:end]) + html[end:]


def texts_of_markup(html: str) -> Iterator[str]:
    """Yield the lines of text in `html`."""
    line = ""
    for kind, text in (*_pieces(html), ("break", "")):
        if kind == "text":
            line += text
        elif kind == "break":
            if line.strip():
                yield line.strip()
            line = ""


def _end_of_tags(html: str) -> int:
    """Return where the last tag ends at the latest. Before there each `<` has its `>`, so
    that none is looked for in vain through all of a long text."""
    return html.rfind(">") + 1


def _pieces(html: str) -> Iterator[tuple[str, str]]:
    """Yield texts, tags within a line and what breaks one, as they follow."""
    end, closing = 0, ""
    for token in _TOKEN.finditer(html, 0, _end_of_tags(html)):
        if between := html[end : token.start()]:
            yield ("kept" if closing else "text"), between
        end = token.end()
        named = _TAG_NAME.match(token[0])
        name = named[1].lower() if named else ""
        is_end = token[0].startswith("</")
        if closing:
            closing = "" if is_end and name == closing else closing
        elif name in _NO_TEXT and not is_end:
            closing = name
        yield ("tag" if name in _INLINE else "break"), token[0]
    if rest := html[end:]:
        yield ("kept" if closing else "text"), rest


def _set_texts(pieces: list[tuple[str, str]], places: list[int]) -> None:
    texts = [pieces[place][1] for place in places]
    line = "".join(texts)
    hidden = _ENTITY.sub(lambda match: _UNKNOWN * len(match[0]), line)
    done = [
        line[number] if char == _UNKNOWN else char
        for number, char in enumerate(set_line(hidden))
    ]
    start = 0
    for place, text in zip(places, texts, strict=True):
        pieces[place] = "text", "".join(done[start : start + len(text)])
        start += len(text)
