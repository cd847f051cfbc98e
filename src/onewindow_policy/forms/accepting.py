"""Which forms may be used: those that say only what is on the list, and what those who may
put programs into forms have brought themselves.

A form is judged when it is saved, when it is published, and whenever something is about to
use it; the last costs a fingerprint and a look into a table, since what a text says is
found out once in a process. Where residents apply nobody's programs run.
"""

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Mapping
from collective.easyform.interfaces import IActionFactory
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.forms.allowed import EXPRESSIONS
from onewindow_policy.forms.faults import ACTIONS_MODEL
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.guarding import judge
from onewindow_policy.forms.guarding import Verdict
from onewindow_policy.forms.interfaces import IRegisteringAction
from onewindow_policy.forms.interfaces import IRegisteringForm
from onewindow_policy.forms.items import site_form_of
from plone import api
from zope.component import getUtilitiesFor
from zope.interface.interface import InterfaceClass

import hashlib

#: The permission to use in a form what is not on the list.
USE_PROGRAMS = "onewindow_policy: Use Programs In Forms"

#: What a form consists of that could be a program.
JUDGED = (FIELDS_MODEL, ACTIONS_MODEL, *EXPRESSIONS)

#: Where a form keeps the fingerprint of what was accepted of it although it is not on the
#: list. None where it was never judged, empty where nothing was accepted. Copies of it
#: have it too. No page and no service writes attributes that begin like this.
ACCEPTED = "_accepted_model"

#: How many forms' faults are remembered. A fingerprint and a few sentences each.
_MOST_REMEMBERED = 4096

_remembered: dict[tuple[str, bool], Verdict] = {}


def judged_values(form) -> dict[str, str]:
    """Return what a form consists of that could be a program, by attribute."""
    base = aq_base(form)
    activate = getattr(base, "_p_activate", None)
    if activate is not None:
        activate()
    # A form that has no model of its own has the default one.
    values = {FIELDS_MODEL: form.fields_model, ACTIONS_MODEL: form.actions_model}
    values |= {name: base.__dict__.get(name) for name in EXPRESSIONS}
    # Whatever is no text cannot be read as a model either.
    return {name: str(value or "") for name, value in values.items()}


def fingerprint(values: Mapping[str, str]) -> str:
    """Return what tells one state of a form from another."""
    digest = hashlib.sha256()
    for name in JUDGED:
        text = values[name].encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(text))
        digest.update(text)
    return digest.hexdigest()


def is_for_residents(form) -> bool:
    """Return whether a form stands where residents apply, or is known to register."""
    if IRegisteringForm.providedBy(form) or site_form_of(form) is not None:
        return True
    return any(IServiceItem.providedBy(each) for each in aq_chain(aq_inner(form)))


def _judge(values: Mapping[str, str], state: str, form) -> Verdict:
    key = (state, is_for_residents(form))
    if key not in _remembered:
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        _remembered[key] = judge(
            values[FIELDS_MODEL],
            values[ACTIONS_MODEL],
            {name: values[name] for name in EXPRESSIONS},
            own_actions(),
            is_for_residents=key[1],
        )
    return _remembered[key]


def own_settings() -> dict[str, InterfaceClass]:
    """Return our own actions by type, each with the interface of its settings.

    They are those that register what residents enter, from whichever room.
    """
    return {
        name: factory.fieldcls.settings
        for name, factory in getUtilitiesFor(IActionFactory)
        if IRegisteringAction.implementedBy(factory.fieldcls)
    }


def own_actions() -> dict[str, frozenset[str]]:
    """Return our own actions by type, each with the names of its settings."""
    return {
        name: frozenset(settings.names()) for name, settings in own_settings().items()
    }


def verdict_on(form, changes: Mapping[str, str] | None = None) -> Verdict:
    """Return what is not on the list, whether it was accepted or not; `changes` are
    values that the form does not have yet."""
    values = judged_values(form) | dict(changes or {})
    return _judge(values, fingerprint(values), form)


def closing_faults(form) -> tuple[Fault, ...]:
    """Return why a form cannot be used, nothing where it can."""
    values = judged_values(form)
    state = fingerprint(values)
    verdict = _judge(values, state, form)
    if verdict.faults and not verdict.is_for_residents and _accepted(form) == state:
        return ()
    return verdict.faults


def _accepted(form) -> str | None:
    return getattr(aq_base(form), ACCEPTED, None)


def may_accept(form, verdict: Verdict) -> bool:
    """Return whether there is something to accept in a form, and the user may do it."""
    return bool(
        verdict.faults
        and not verdict.is_for_residents
        and api.user.has_permission(USE_PROGRAMS, obj=form)
    )


def accept(form) -> None:
    """Let a form be used as it is now, whatever it holds; not where residents apply."""
    setattr(aq_base(form), ACCEPTED, fingerprint(judged_values(form)))


def was_never_judged(form) -> bool:
    """Return whether a form is new: neither it nor what it is a copy of was judged."""
    return _accepted(form) is None


def mark_as_judged(form) -> None:
    """Remember that a form is new no more, and that nothing was accepted of it."""
    setattr(aq_base(form), ACCEPTED, "")
