"""What the form of a service asks, beside what it would if it were made anew.

Forms that editors changed, and those of former versions, follow neither guide nor template.
Questions are told apart by their titles: their short names may count otherwise.
"""

from collections.abc import Iterator
from collective.easyform.interfaces import IEasyForm
from dataclasses import dataclass
from lxml import etree
from onewindow_policy.forms.api import generated_form
from onewindow_policy.forms.exceptions import ChangedMeanwhile
from onewindow_policy.forms.generation import SCHEMA
from onewindow_policy.forms.guarding import parse_model
from onewindow_policy.forms.guarding import UnreadableModel
from onewindow_policy.forms.handing import HANDED_IN
from onewindow_policy.forms.items import APPLY_ID
from onewindow_policy.forms.needs import needs_of
from onewindow_policy.forms.offering import offers_online
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import hashlib


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a form made anew would ask otherwise: titles of questions.

    `lacking` are those among them that it would want answered, and that nobody is asked
    now, or need not answer. `base` tells whether the form has changed since.
    """

    model: str
    base: str
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    changed: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    kind: str
    is_required: bool
    answers: tuple[str, ...]


def renewal_of(item) -> Renewal | None:
    """Return what a form made anew would ask otherwise, None where there is no form, or
    nothing would. Raises `UnfitModel` for an unfit template."""
    form = _form_of(item)
    if form is None or not offers_online(item):
        return None
    new = generated_form(item.code, item.title, needs_of(item))["fields_model"]
    return compare_models(form.fields_model or "", new)


def _form_of(item):
    form = item.get(APPLY_ID)
    return form if IEasyForm.providedBy(form) else None


def compare_models(old_model: str, new_model: str) -> Renewal | None:
    """Return what the one asks otherwise than the other, None for nothing."""
    old, new = dict(_asked_in(old_model)), dict(_asked_in(new_model))
    added = tuple(title for title in new if title not in old)
    dropped = tuple(title for title in old if title not in new)
    changed = tuple(
        title for title, asked in new.items() if title in old and old[title] != asked
    )
    if not (added or dropped or changed):
        return None
    return Renewal(
        new_model,
        digest_of(old_model),
        added,
        dropped,
        changed,
        tuple(
            title
            for title, asked in new.items()
            if asked.is_required and not _is_wanted(title, old)
        ),
    )


def _is_wanted(title: str, old: dict[str, _Asked]) -> bool:
    """Return whether a form wants an answer to a question, or the file of which it asks
    how it comes."""
    titles = title, title.removesuffix(HANDED_IN)
    return any(each in old and old[each].is_required for each in titles)


def _asked_in(model: str) -> Iterator[tuple[str, _Asked]]:
    try:
        root = parse_model(model)
    except UnreadableModel:
        # Whoever judges the model says so.
        return
    for field in root.iter(f"{SCHEMA}field"):
        answers = tuple(each.text or "" for each in field.iter(f"{SCHEMA}element"))
        yield (
            field.findtext(f"{SCHEMA}title") or field.get("name"),
            _Asked(field.get("type"), _is_required(field), answers),
        )


def _is_required(field: etree._Element) -> bool:
    return field.findtext(f"{SCHEMA}required") in (None, "True", "true")


def renew_form(item, base: str) -> None:
    """Make the questions of the form of `item` anew; all else of it stays.

    `base` is that of the `Renewal` that was agreed to. Raises `ChangedMeanwhile` where the
    form is another now, `FormRefused`.
    """
    renewal = renewal_of(item)
    if renewal is None or renewal.base != base:
        raise ChangedMeanwhile
    form = _form_of(item)
    form.fields_model = renewal.model
    notify(ObjectModifiedEvent(form))


def digest_of(model: str) -> str:
    """Return what tells one model from another."""
    return hashlib.sha256(model.encode()).hexdigest()
