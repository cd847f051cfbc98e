"""Find a number in what was pasted around it.

People paste what their phone shows: `身份证号：９９０１０２…（本人）`, or
`查询码：297 500 2721请保密`. Where exactly one run of digits fits, it is what they mean;
where none or several do, what stands around the digits is named.
"""

from collections.abc import Callable
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.texts import clean_text
from zope.i18nmessageid import Message

import re
import unicodedata

#: In what is longer nobody looks for a number.
LONGEST_SEARCHED = 300

#: What people put between the digits of one number.
GAPS = r"\s\-\u2010-\u2015\u2212\u00b7._"

_CHUNK = re.compile(rf"\+?[0-9A-Za-z]+(?:[{GAPS}()]{{1,3}}[0-9A-Za-z]+)*")
_GROUP = re.compile(r"\+?[0-9A-Za-z]+")
_IN_NUMBERS = re.compile(rf"[0-9{GAPS}+,/()]|(?<=[0-9])[Xx](?![A-Za-z])")

#: A number is written in no more groups: what bounds the search.
_MOST_GROUPS = 20

_MOST_NAMED = 20


def plain(text: str) -> str:
    """Return what was typed with digits and letters in ASCII, and nothing invisible."""
    return unicodedata.normalize("NFKC", clean_text(text))


def read_among(
    text: str,
    lengths: range,
    read: Callable[[str], str],
    *,
    in_parts: bool,
) -> str | None:
    """Return the one number in `text` (see `plain`) that `read` takes, None for none.

    `read` gets groups of digits and ASCII letters, joined, of one of the `lengths`; it
    returns a number in its one shape, or raises `UnfitNumber`. Asked is of the chunks that
    have only gaps in them, and `in_parts` also of neighbouring groups of a chunk: only
    where a check digit tells a number from a part of another one. Raises `UnfitNumber`
    where several fit.
    """
    for runs in (_chunks, _parts) if in_parts else (_chunks,):
        fitting = {}
        for run in runs(text):
            if len(run) in lengths:
                try:
                    fitting[read(run)] = run
                except UnfitNumber:
                    continue
        if len(fitting) > 1:
            raise UnfitNumber(several())
        if fitting:
            return next(iter(fitting))
    return None


def only_run(text: str, lengths: range) -> str | None:
    """Return the one chunk of `text` with one of the `lengths`, None for none or more:
    what is wrong with it is what is wrong."""
    runs = {run for run in _chunks(text) if len(run) in lengths}
    return runs.pop() if len(runs) == 1 else None


def left_over(text: str) -> str:
    """Return what stands around the digits of `text`: each mark once, and few."""
    return "".join(dict.fromkeys(_IN_NUMBERS.sub("", text)))[:_MOST_NAMED]


def several() -> Message:
    return _(
        "error_several_numbers",
        default="There are several numbers here. Please leave only the one asked for.",
    )


def not_digits_only(text: str) -> Message | None:
    """Return what to say of a text (see `plain`) that holds more than digits and gaps,
    None for one that does not, and for one without digits."""
    marks = left_over(text)
    if not marks or not any(map(str.isdigit, text)):
        return None
    return _(
        "error_left_over",
        default="Besides the number there is “${marks}” here. Please take that out.",
        mapping={"marks": marks},
    )


def _chunks(text: str) -> Iterator[str]:
    for chunk in _CHUNK.findall(text[:LONGEST_SEARCHED]):
        yield "".join(_GROUP.findall(chunk))


def _parts(text: str) -> Iterator[str]:
    for run, _start, _end in runs_with_places(text):
        yield run


def runs_with_places(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each run of neighbouring groups in a chunk of `text`, and where it stands."""
    for chunk in _CHUNK.finditer(text[:LONGEST_SEARCHED]):
        groups = list(_GROUP.finditer(text, chunk.start(), chunk.end()))[:_MOST_GROUPS]
        for number, first in enumerate(groups):
            run = ""
            for group in groups[number:]:
                run += group[0]
                yield run, first.start(), group.end()
