"""Looking all answers over before they are sent: the last step of a form on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from onewindow_policy import _
from onewindow_policy.communities.reception import reception_note
from onewindow_policy.forms.browser.rows import ConsentRow
from onewindow_policy.forms.browser.rows import FieldRow
from onewindow_policy.forms.browser.rows import Option
from onewindow_policy.forms.stepping import CONSENTS
from onewindow_policy.forms.submitted import PREFIX
from onewindow_policy.pages.api import Fragment
from onewindow_policy.vocabularies.api import translation_target
from pathlib import Path

_TEMPLATE = Fragment(Path(__file__).parent / "templates" / "check.pt")

#: Rows of a page that are no questions.
_NO_QUESTIONS = ("hidden", "remark")

#: Long numbers are compared with a card in parts, as they are printed there.
_PART = 4
_LONG = range(15, 20)

_AGREED = _("answer_agreed", default="Yes")


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer to look over; `target` is where it can be changed, without texts nothing
    was answered."""

    target: str
    label: str
    texts: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedGroup:
    """The answers of one step, which is the one with the id `step`; `is_ours` says that no
    editor wrote the title."""

    step: str
    title: str
    answers: tuple[CheckedAnswer, ...]
    is_ours: bool = False


def check_part(page) -> str:
    """Return the HTML by which the answers of a `FormPage` are looked over."""
    return _TEMPLATE(
        groups=list(_groups(page)),
        action=page.action,
        content_lang=page.content_language,
        target_language=translation_target(page.words.language),
    )


def _groups(page) -> Iterator[CheckedGroup]:
    for group in page.groups:
        answers = tuple(
            CheckedAnswer(
                f"formfield-{row.id}", row.label, _texts(row, page), row.doubts
            )
            for row in group.rows
            if row.kind not in _NO_QUESTIONS and _name_of(row) not in page.form.unasked
        )
        if answers:
            yield CheckedGroup(group.id, group.title, answers, group.is_ours)
    consented = [_consented(row, page) for row in page.consents if row.given]
    if consented:
        title = page.words(_("label_consent", default="Consent"))
        guardian = [
            CheckedAnswer(row.id, row.label, _guardian_texts(row))
            for row in page.guardian
        ]
        yield CheckedGroup(CONSENTS, title, (*consented, *guardian), is_ours=True)


def _texts(row: FieldRow, page) -> tuple[str, ...]:
    if row.kind == "files":
        return tuple(f"{file.label} {file.size}".strip() for file in row.kept)
    if row.kind == "community":
        return tuple(
            text
            for group in row.groups
            for option in group.options
            if option.checked
            for text in (
                f"{group.label} {option.label}",
                reception_note(option.value, page.words),
            )
            if text
        )
    if row.options:
        return _chosen(row.options)
    # As it was read, where it was: that is what is sent.
    value = page.form.read_answers.get(_name_of(row), row.value)
    if isinstance(value, date):
        return (page.words.day(value),)
    if value is True:
        return (page.words(_AGREED),)
    return (_in_parts(str(value)),) if value else ()


def _name_of(row: FieldRow) -> str:
    return row.name.removeprefix(PREFIX)


def _chosen(options: tuple[Option, ...]) -> tuple[str, ...]:
    return tuple(option.label for option in options if option.checked)


def _in_parts(text: str) -> str:
    if len(text) not in _LONG or not text[:-1].isdigit():
        return text
    return " ".join(text[i : i + _PART] for i in range(0, len(text), _PART))


def _consented(row: ConsentRow, page) -> CheckedAnswer:
    return CheckedAnswer(row.id, row.words, (page.words(_AGREED),))


def _guardian_texts(row) -> tuple[str, ...]:
    if row.options:
        return _chosen(row.options)
    return (row.value,) if row.value else ()
