"""Pages as they are shown: what is Chinese on a page in another language says so.

WCAG 2.2, 3.1.2 (language of parts): a screen reader needs to know, or it spells. What the
city writes stands within sentences of the interface, in lists, forms and options, and in
pages of Plone and of add-ons; so it is marked in the finished page, wherever it came from.
"""

from functools import cached_property
from onewindow_policy.pages.api import content_language
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.web.transforms import PageTransform

import re

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_SIGNS = "\u3001-\u303f\uff01-\uff60"

#: The end of a tag with Chinese right behind it. Whatever writes our pages escapes the
#: opening brackets of attributes and of texts.
_TEXT = re.compile(rf">([^<>{_HAN}]*[{_HAN}][^<]*)")

#: A whole tag: a bracket within an attribute ends none.
_TAG = re.compile(r"""</?([A-Za-z][A-Za-z0-9]*)(?:[^<>"']|"[^"]*"|'[^']*')*>""")

#: Chinese with the numbers and signs within it, up to the next foreign letter.
_RUN = re.compile(
    rf"(?<![{_SIGNS}])[{_SIGNS}]*[{_HAN}](?:[^<>&A-Za-z]*[{_HAN}])?[{_SIGNS}]*"
)

#: A group of options, whose name is an attribute.
_GROUP = re.compile(rf"""<optgroup(?=\s[^<>]*label="[^"]*[{_HAN}])(?![^<>]*\slang=)""")

#: Elements that hold no others: where some of their words are Chinese, nothing says so.
_PLAIN = {"option", "title", "textarea", "text", "script", "style"}
_SILENT = {"script", "style"}

_SAYS_IT = re.compile(r"\slang=")


class LanguageOfParts(PageTransform):
    """See `ITransform`."""

    #: Behind the notice of links, before those that parse the page.
    order = 8010

    @cached_property
    def language(self) -> str | None:
        """The language of content where it is not the page's."""
        return content_language(language_of(self.request))

    def is_meant_for_page(self) -> bool:
        return self.language is not None

    def transformed(self, html: str) -> str:
        return with_language(html, self.language)


def with_language(html: str, language: str) -> str:
    """Return `html` with its Chinese in elements that say `language`.

    An element says it itself where all its text is Chinese; elsewhere a `span` around the
    words does.
    """

    def replaced(match: re.Match) -> str:
        text = match[1]
        start = html.rfind("<", 0, match.start())
        tag = _TAG.fullmatch(html, start, match.start(1))
        if tag is None or _SAYS_IT.search(html, start, match.start(1)):
            return match[0]
        name = tag[1].lower()
        is_whole = (
            html[start + 1] != "/"
            and html.startswith(f"</{name}>", match.end())
            and _RUN.fullmatch(text.strip())
        )
        if is_whole and name not in _SILENT:
            return f' lang="{language}">{text}'
        if name in _PLAIN:
            return match[0]
        return ">" + _RUN.sub(rf'<span lang="{language}">\g<0></span>', text)

    return _GROUP.sub(rf'\g<0> lang="{language}"', _TEXT.sub(replaced, html))
