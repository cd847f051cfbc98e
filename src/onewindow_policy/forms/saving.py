"""Judging a form when it is saved, whichever way what it holds came in."""

from Acquisition import aq_base
from collections.abc import Mapping
from collective.easyform.interfaces import IActionFactory
from contextlib import contextmanager
from onewindow_policy.forms.accepting import accept
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.accepting import JUDGED
from onewindow_policy.forms.accepting import mark_as_judged
from onewindow_policy.forms.accepting import may_accept
from onewindow_policy.forms.accepting import verdict_on
from onewindow_policy.forms.accepting import was_never_judged
from onewindow_policy.forms.api import site_template
from onewindow_policy.forms.applying import APPLICATION_ACTIONS
from onewindow_policy.forms.exceptions import FormRefused
from onewindow_policy.forms.faults import ACTIONS_MODEL
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.faults import not_permitted
from onewindow_policy.forms.faults import UNREADABLE
from onewindow_policy.forms.fitness import require_fit
from onewindow_policy.forms.fitness import with_names_carried
from onewindow_policy.forms.guarding import types_in
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.items import site_form_of
from onewindow_policy.forms.models import is_readable
from zope.annotation.interfaces import IAnnotations
from zope.component import queryUtility
from zope.globalrequest import getRequest

_BROUGHT = "onewindow_policy.forms.saving.brought"


def require_bringable(form, changes: Mapping[str, str]) -> dict[str, str]:
    """Judge models and expressions that the user would write into a form; return them,
    and what follows from them.

    The editor of XML and the services ask for the right to change content only. So here
    is asked too whether who writes actions may add each of them. Raises `FormRefused`.
    """
    verdict = verdict_on(form, changes)
    if verdict.faults and not may_accept(form, verdict):
        raise FormRefused(verdict.faults, verdict.is_for_residents)
    for name in (FIELDS_MODEL, ACTIONS_MODEL):
        if name in changes and not is_readable(changes[name]):
            raise FormRefused(
                (Fault(name, None, UNREADABLE),), verdict.is_for_residents
            )
    closed = [
        Fault(ACTIONS_MODEL, None, not_permitted(factory.title))
        for factory in _factories_in(changes.get(ACTIONS_MODEL, ""))
        if not factory.available(form)
    ]
    if closed:
        raise FormRefused(tuple(closed), verdict.is_for_residents)
    changes = with_names_carried(form, changes)
    require_fit(form, changes)
    return changes


def _factories_in(actions_model: str) -> list:
    factories = [
        queryUtility(IActionFactory, name=name) for name in types_in(actions_model)
    ]
    return [factory for factory in factories if factory is not None]


def begin_with_ours(form) -> None:
    """Give a new form where residents apply our fields and actions, if it has none.

    The default ones are for forms that ask nobody for personal data.
    """
    site_form = site_form_of(form)
    if site_form is not None:
        fields, actions = site_form.fields_model, site_form.actions_model
    elif item_of(form) is not None:
        fields, actions = site_template(), APPLICATION_ACTIONS
    else:
        return
    base = aq_base(form)
    for name, model in ((FIELDS_MODEL, fields), (ACTIONS_MODEL, actions)):
        if name not in base.__dict__:
            setattr(base, name, model)


def judge_new(form) -> None:
    """Judge a form that was just made or copied. Raises `FormRefused`.

    What is not on the list is accepted with a form that somebody has made who may bring
    it; never with a copy, which would carry along what another one had hidden in it. A
    copy of what was accepted stays so, if whoever copied it may bring it.
    """
    verdict = verdict_on(form)
    if verdict.faults:
        may = may_accept(form, verdict)
        if may and was_never_judged(form):
            require_fit(form)
            accept(form)
            return
        if not may or closing_faults(form):
            raise FormRefused(verdict.faults, verdict.is_for_residents)
    require_fit(form)
    if was_never_judged(form):
        mark_as_judged(form)


def judge_moved(form) -> None:
    """Judge a form that was moved or renamed. Raises `FormRefused`."""
    if closing_faults(form):
        verdict = verdict_on(form)
        raise FormRefused(verdict.faults, verdict.is_for_residents)
    require_fit(form)


def judge_changed(form, event) -> None:
    """Judge a form that was changed. Raises `FormRefused`.

    Who may bring what is not on the list brings it by writing just that; whatever else
    they change, they accept nothing that they have not seen.
    """
    if not closing_faults(form):
        require_fit(form)
        return
    verdict = verdict_on(form)
    if may_accept(form, verdict) and (_names_in(event) & set(JUDGED) or _is_brought()):
        require_fit(form)
        accept(form)
        return
    raise FormRefused(verdict.faults, verdict.is_for_residents)


def _names_in(event) -> set[str]:
    """Return the names of the attributes that a change is said to be about."""
    return {
        name.rpartition(".")[2]
        for description in getattr(event, "descriptions", None) or ()
        for name in getattr(description, "attributes", ())
    }


@contextmanager
def brought_by_user():
    """Within this, what is written to a form is what the user brings: an archive, say."""
    notes = IAnnotations(getRequest())
    notes[_BROUGHT] = True
    try:
        yield
    finally:
        notes[_BROUGHT] = False


def _is_brought() -> bool:
    request = getRequest()
    return request is not None and bool(IAnnotations(request).get(_BROUGHT))
