"""Giving back what somebody typed that is taken in no more, so that nothing of it is lost.

It is told from what the browser sent and what the page had asked (see `shown`): the form
may be another by now, or none.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.forms.communities import choices_of_city
from onewindow_policy.forms.sent import KEPT_PREFIX
from onewindow_policy.forms.shown import Question
from onewindow_policy.forms.submitted import MAX_ANSWER_LENGTH
from onewindow_policy.forms.submitted import PREFIX
from onewindow_policy.typed.texts import clean_text
from ZPublisher.HTTPRequest import FileUpload


@dataclass(frozen=True, slots=True)
class Returned:
    """An answer as it was given; `files` is how many were chosen for it."""

    title: str
    texts: tuple[str, ...]
    files: int


def returned_answers(
    form: Mapping[str, object], questions: Mapping[str, Question]
) -> list[Returned]:
    """Return what was answered, in the order of `questions`, which are by the names of
    fields; `form` is what was sent."""
    found = []
    for name, question in questions.items():
        texts = tuple(_texts(form.get(PREFIX + name), question))
        files = sum(
            isinstance(each, FileUpload) and bool(each.filename)
            for each in _several(form.get(PREFIX + name))
        ) + len(_several(form.get(KEPT_PREFIX + name)))
        if texts or files:
            found.append(Returned(question.title, texts, files))
    return found


def _texts(value, question: Question) -> Iterator[str]:
    for each in _several(value):
        text = clean_text(each[:MAX_ANSWER_LENGTH]) if isinstance(each, str) else ""
        if text in question.choices:
            yield question.choices[text]
        elif text:
            # Whoever types twelve digits that name a community reads its name.
            yield choices_of_city().names.get(text, text)


def _several(value) -> list:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]
