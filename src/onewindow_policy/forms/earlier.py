"""What somebody said when they applied last: a form that is made from that is filled in
with it, be it that a result runs out, or that it was not granted.

What proves whose it is – the number of a document, of a bank card – is asked anew, and so
is every paper. Questions are told apart by their titles: short names may count otherwise
in a form that was made anew since.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from collective.easyform.api import get_schema
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy.forms import nonces
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.communities import choices_of_city
from onewindow_policy.forms.exceptions import NonceForged
from onewindow_policy.forms.interfaces import IBankCard
from onewindow_policy.forms.interfaces import IBirthDate
from onewindow_policy.forms.interfaces import ICommunityCode
from onewindow_policy.forms.interfaces import IEarlierCases
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.interfaces import IResidentIdNumber
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import DatabaseUnavailable
from typing import Any
from zope.component import queryUtility
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IText

#: Says that what proves whose an earlier application is, and no answers, were sent: its
#: number and code, the number of the document, and that its person agrees.
RENEW = "form.renew"
NUMBER = "number"
CODE = "code"
DOCUMENT = "document"
AGREED = "agreed"

#: The input by which a form says what it renews: sealed, and made for who proved that it
#: is theirs, so that no number can be tried whether it is a person's.
RENEWS = "form.renews"

#: The input by which staff say from which application theirs is made, and what an address
#: brings along: they see it by their account.
EARLIER = "form.earlier"
IN_ADDRESS = "earlier"

_PURPOSE = b"renewal"
_LONGEST_SEALED = 200
_ANEW = (IResidentIdNumber, IBankCard, IMaterialFiles, IBirthDate)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier application: its number, and what was answered, as title and value of each
    question (see `answers.plain_answers`)."""

    number: str
    answers: Sequence[tuple[str, Any]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LastTime:
    """How an earlier application ended: its number, also as people read it, where staff
    open it, from the site, in which state it is, and what was said, as label and value."""

    number: str
    number_text: str
    path: str
    state: str
    said: Sequence[tuple[str, str]] = field(repr=False)


def last_time_in(request, item_code: str, user, language: str) -> LastTime | None:
    """Return how the application ended from which `user` makes a new one at the window, as
    `request` names it; None for none, and while nobody can look it up."""
    cases = queryUtility(IEarlierCases)
    name = EARLIER if request.method == "POST" else IN_ADDRESS
    number = text_of(request, name)
    if cases is None or not number:
        return None
    try:
        return cases.last_time(number, item_code, user, language)
    except DatabaseUnavailable:
        return None


def earlier_in(request, item_code: str) -> Earlier | None:
    """Return the application for this service that `request` proves to be its sender's;
    None where it does not, or nobody can tell now."""
    cases = queryUtility(IEarlierCases)
    if cases is None or text_of(request, AGREED) != "1":
        return None
    try:
        return cases.said(
            item_code,
            text_of(request, NUMBER),
            text_of(request, CODE),
            text_of(request, DOCUMENT),
            request.getClientAddr(),
        )
    except DatabaseUnavailable:
        return None


def sealed_renewal(number: str) -> str:
    """Return what a form carries that renews the application with this number; its sender
    proved to be its person. It holds as long as a page does (`nonces.LIFETIME_SECONDS`)."""
    return nonces.sealed(nonces.new_nonce(), number.encode(), _PURPOSE)


def renews_in(request) -> str | None:
    """Return the number of what a form says to renew, None for nothing, and for what was
    not made here or too long ago. Whether who applies is its person, is asked by who
    registers it."""
    return _unsealed_renewal(text_of(request, RENEWS, _LONGEST_SEALED))


def renew_again(request) -> None:
    """Have what `request` carries of a form that was kept count from now on: whoever has it
    back has proved whose it is."""
    sent = text_of(request, RENEWS, _LONGEST_SEALED)
    number = _unsealed_renewal(sent, at_any_age=True)
    if number is not None:
        request.form[RENEWS] = sealed_renewal(number)


def _unsealed_renewal(text: str, *, at_any_age: bool = False) -> str | None:
    if not text:
        return None
    try:
        nonce, number = nonces.unsealed(text, _PURPOSE)
    except NonceForged:
        return None
    return number.decode() if at_any_age or not nonce.is_stale else None


def answers_for(form, answers: Sequence[tuple[str, Any]]) -> dict[str, str | list[str]]:
    """Return what `form`, as it is now, takes over of earlier `answers`, by the names of
    its fields, as a browser would send it."""
    return {name: value for name, _title, value in _taken_over(form, answers)}


def titles_for(form, answers: Sequence[tuple[str, Any]]) -> list[str]:
    """Return the titles of the questions of `form` that earlier `answers` fill in."""
    return [title for _name, title, _value in _taken_over(form, answers)]


def _taken_over(
    form, answers: Sequence[tuple[str, Any]]
) -> Iterator[tuple[str, str, str | list[str]]]:
    said = _by_title(answers)
    for name, asked in getFieldsInOrder(get_schema(form)):
        is_anew = any(each.providedBy(asked) for each in _ANEW) or name.endswith(HOW)
        if is_anew or asked.title not in said:
            continue
        value = _as_sent(asked.bind(form), said[asked.title])
        if value:
            yield name, asked.title, value


def _by_title(answers: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
    """Return the answers whose titles say which question it was: each but once."""
    titles = [title for title, _value in answers]
    return {title: value for title, value in answers if titles.count(title) == 1}


def _as_sent(asked, value) -> str | list[str]:
    """Return how a browser sends an answer that was kept as it read; nothing where it is
    none any more."""
    if ICommunityCode.providedBy(asked):
        codes = [
            code for code, name in choices_of_city().names.items() if name == value
        ]
        return codes[0] if len(codes) == 1 else ""
    if ICollection.providedBy(asked):
        several = value if isinstance(value, list) else [value]
        tokens = [_token(asked.value_type, each) for each in several]
        return [each for each in tokens if each]
    if IChoice.providedBy(asked):
        token = _token(asked, value)
        return [token] if token else ""
    if IBool.providedBy(asked):
        return ["selected"] if value is True else ""
    if IText.providedBy(asked) or isinstance(value, (int, float)):
        return str(value)
    return ""


def _token(asked, value) -> str:
    """Return what is sent for the choice with this title, "" where there is none now."""
    vocabulary = getattr(asked, "vocabulary", None)
    found = [
        each for each in vocabulary or () if str(each.title or each.value) == value
    ]
    return found[0].token if len(found) == 1 else ""
