"""Whether sentences can be printed, and say what they must: said with line and words."""

from collections.abc import Iterator
from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.prints.api import unprinted
from onewindow_policy.wordings.exceptions import WordingUnfit
from onewindow_policy.wordings.sentences import BARRED
from onewindow_policy.wordings.sentences import BROKEN_VARIABLE
from onewindow_policy.wordings.sentences import Sentence
from onewindow_policy.wordings.sentences import VARIABLE
from zope.i18nmessageid import Message


def require_fit(
    sentences: tuple[Sentence, ...],
    wording: Mapping[str, str],
    samples: Mapping[str, str],
) -> None:
    """See that a wording can be printed and says what it must. Raises `WordingUnfit`, with
    all that is wrong.

    :param samples: the variables that there are
    """
    faults = [
        (each.name, fault)
        for each in sentences
        for fault in _faults(each, wording.get(each.name, ""), samples)
    ]
    if faults:
        raise WordingUnfit(faults)


def _faults(
    sentence: Sentence, words: str, samples: Mapping[str, str]
) -> Iterator[Message]:
    if sentence.name == BARRED:
        # It is filled in as it is.
        samples = {}
    lines = words.splitlines()
    for number, line in enumerate(lines, 1):
        yield from _line_faults(sentence, number, line, samples)
    missing = [each for each in sentence.needs if each not in VARIABLE.findall(words)]
    if sentence.shipped and not words.strip():
        yield _(
            "error_wording_empty",
            default="This cannot be left out: the paper would not say it anywhere.",
        )
    elif missing:
        yield _(
            "error_wording_missing",
            default="${variables} must stand in it: the paper has to say so.",
            mapping={"variables": _named(missing)},
        )
    if sentence.is_line and len(lines) > 1:
        yield _("error_wording_one_line", default="This is one line.")
    if len(words) > sentence.longest:
        yield _(
            "error_wording_long",
            default="This has ${length} characters; ${longest} are the most.",
            mapping={"length": len(words), "longest": sentence.longest},
        )


def _line_faults(
    sentence: Sentence, number: int, line: str, samples: Mapping[str, str]
) -> Iterator[Message]:
    where = {"number": number, "line": line.strip()}
    unknown = [each for each in VARIABLE.findall(line) if each not in samples]
    if (unknown or BROKEN_VARIABLE.search(line)) and not samples:
        yield _(
            "error_wording_no_variables",
            default="Line ${number} (${line}): nothing can be filled in here.",
            mapping=where,
        )
    elif unknown or BROKEN_VARIABLE.search(line):
        yield _(
            "error_wording_variable",
            default=(
                "Line ${number} (${line}): a variable is none of those that this paper"
                " has: ${known}. Each is written as it stands here, with $ and braces."
            ),
            mapping={**where, "known": _named(samples)},
        )
    if line.count("*") % 2 or "**" in line:
        yield _(
            "error_wording_star",
            default=(
                "Line ${number} (${line}): words in bold stand between two *, and here one"
                " is missing or has nothing beside it."
            ),
            mapping=where,
        )
    elif "*" in line and sentence.is_line:
        yield _(
            "error_wording_star_line",
            default="Line ${number} (${line}): no words can be in bold here.",
            mapping=where,
        )
    if strange := unprinted(line):
        yield _(
            "error_wording_character",
            default="Line ${number} (${line}): no font has ${characters}.",
            mapping={**where, "characters": strange},
        )


def _named(variables) -> str:
    return "、".join(f"${{{each}}}" for each in variables)
