"""Whether a form does what it is there for: to register what residents send.

What it may hold is another question (`accepting`). This one is asked by all that save and
publish a form, by the self-check, and before an action takes something in.
"""

from collections.abc import Mapping
from functools import lru_cache
from onewindow_policy import _
from onewindow_policy.forms.accepting import judged_values
from onewindow_policy.forms.accepting import own_settings
from onewindow_policy.forms.applying import REGISTER_CASE
from onewindow_policy.forms.applying import REGISTERS_NOTHING
from onewindow_policy.forms.exceptions import UnfitForm
from onewindow_policy.forms.faults import ACTIONS_MODEL
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.items import APPLY_ID
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.items import site_form_of
from onewindow_policy.forms.materials import unlisted_faults
from onewindow_policy.forms.naming import absence_faults
from onewindow_policy.forms.naming import answer_faults
from onewindow_policy.forms.naming import carried_along
from onewindow_policy.forms.naming import readings_in
from onewindow_policy.forms.naming import registering_in
from onewindow_policy.forms.naming import tearing_faults
from onewindow_policy.publishing.api import is_published
from typing import NamedTuple
from zope.i18nmessageid import Message

#: As many are judged once as a city has forms.
FORMS = 512

_REGISTERS_TWICE = _(
    "fault_registers_twice",
    default=(
        "Only one action of a form may register what is sent: with two of them it would"
        " be there twice, or half. Take one out."
    ),
)


class Purpose(NamedTuple):
    """The type of the action that a form cannot be without, and what is said of it where
    it is."""

    action_type: str
    without_action: Message


def purpose_of(form) -> Purpose | None:
    """Return what a form is there for where it stands, None where that is its editors'
    matter."""
    site_form = site_form_of(form)
    if site_form is not None:
        return Purpose(site_form.action_type, site_form.without_action)
    if form.getId() == APPLY_ID and item_of(form) is not None:
        return Purpose(REGISTER_CASE, REGISTERS_NOTHING)
    return None


@lru_cache(maxsize=FORMS)
def _loss_faults(
    fields_model: str, actions_model: str, purpose: Purpose | None
) -> tuple[Fault, ...]:
    """Return why what is sent by a form of these models would be registered nowhere.

    Each sending asks that; which actions are ours is the same as long as a process runs.
    """
    settings = own_settings()
    found = absence_faults(fields_model, actions_model, settings)
    if purpose is not None and not any(
        each.kind == purpose.action_type and each.is_enabled
        for each in registering_in(actions_model, settings)
    ):
        found.append(Fault(ACTIONS_MODEL, None, purpose.without_action))
    return tuple(found)


def loss_faults(form) -> list[Fault]:
    """Return why what is sent by `form` would be registered nowhere, or in part."""
    values = judged_values(form)
    return list(
        _loss_faults(values[FIELDS_MODEL], values[ACTIONS_MODEL], purpose_of(form))
    )


def unfit_for_use(form) -> list[Fault]:
    """Return why nobody can rely on what is sent by `form` being registered, once."""
    return _unfit(judged_values(form), purpose_of(form))


def _unfit(values: Mapping[str, str], purpose: Purpose | None) -> list[Fault]:
    settings = own_settings()
    actions = registering_in(values[ACTIONS_MODEL], settings)
    found = list(_loss_faults(values[FIELDS_MODEL], values[ACTIONS_MODEL], purpose))
    if len(actions) > 1:
        found.append(Fault(ACTIONS_MODEL, actions[1].line, _REGISTERS_TWICE))
    return found + answer_faults(values[FIELDS_MODEL], values[ACTIONS_MODEL], settings)


def needed_names(form) -> frozenset[str]:
    """Return the names of what must stay in a form as it is: the fields that its actions
    read, and the action that it cannot be without."""
    values, settings = judged_values(form), own_settings()
    actions = registering_in(values[ACTIONS_MODEL], settings)
    purpose = purpose_of(form)
    serving = [
        each.name
        for each in actions
        if purpose is not None and each.kind == purpose.action_type
    ]
    read = (each.field for each in readings_in(values[ACTIONS_MODEL], settings))
    return frozenset((*read, *(serving if len(serving) == 1 else ())))


def with_names_carried(form, changes: Mapping[str, str]) -> dict[str, str]:
    """Return `changes` of a form's models; where they rename a field that an action names,
    and say nothing of the actions, these follow."""
    changes = dict(changes)
    if FIELDS_MODEL in changes and ACTIONS_MODEL not in changes:
        values = judged_values(form)
        actions = carried_along(
            values[FIELDS_MODEL],
            changes[FIELDS_MODEL],
            values[ACTIONS_MODEL],
            own_settings(),
        )
        if actions != values[ACTIONS_MODEL]:
            changes[ACTIONS_MODEL] = actions
    return changes


def _registers_more_than_once(values: Mapping[str, str]) -> bool:
    return len(registering_in(values[ACTIONS_MODEL], own_settings())) > 1


def require_fit(form, changes: Mapping[str, str] | None = None) -> None:
    """Refuse a form that does not do what it is there for, and `changes` that tear a field
    from the action that names it; and of a public one, that it asks for files of what no
    guide has. Raises `UnfitForm`."""
    before = judged_values(form)
    values = before | dict(changes or {})
    purpose = purpose_of(form)
    found = tearing_faults(
        before[FIELDS_MODEL],
        values[FIELDS_MODEL],
        values[ACTIONS_MODEL],
        own_settings(),
    )
    # What is being written elsewhere may have an action before the fields that it reads.
    if not found and (purpose is not None or _registers_more_than_once(values)):
        found = _unfit(values, purpose)
    if not found and is_published(form):
        found = unlisted_faults(form, values[FIELDS_MODEL])
    if found:
        raise UnfitForm(tuple(found))
