"""A date that takes from residents what content holds, or what public pages lead to, is
asked about as a transition is: in the form, in lists, and of programs."""

from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.publishing.exceptions import HidingUntold
from onewindow_policy.publishing.hiding import find_hidden_by_dates
from onewindow_policy.publishing.hiding import Hidden
from onewindow_policy.publishing.hiding import HIDES
from onewindow_policy.publishing.hiding import untold
from onewindow_policy.publishing.removal import may_date
from onewindow_policy.workdays.api import read_moment
from onewindow_policy.workdays.api import zope_moment
from plone.app.dexterity.behaviors.metadata import IPublication
from plone.restapi.deserializer import json_body
from z3c.form.interfaces import IEditForm
from z3c.form.validator import SimpleFieldValidator
from z3c.form.validator import WidgetValidatorDiscriminators
from zope.i18nmessageid import Message
from zope.interface import Invalid

#: The input of a form by which its editor says to know what a date hides.
KNOWN = "onewindow_hides"

#: The dates that services write and forms ask for.
DATES = ("effective", "expires")


def hidden_further(content, **dates) -> Hidden | None:
    """Return what new dates take from residents beyond the content itself, None if they
    take nothing, or are not the user's to give: that is refused for its own reason."""
    hidden = find_hidden_by_dates(content, **dates) if may_date(content) else None
    return hidden if hidden is not None and hidden.goes_further else None


def ask_in_form(content, hidden: Hidden) -> Message:
    """Return what sends somebody who dates several things to the form of one of them."""
    return _(
        "error_dates_hide",
        default=(
            "“${title}”: residents would not see ${count} any more, or links of public"
            " pages would lead nowhere. Enter the date in its own form, which names them"
            " and asks."
        ),
        mapping={"title": content.Title(), "count": hidden.count},
    )


def require_known_hiding(content, data: Mapping, request) -> None:
    """Refuse dates in JSON that hide more than its sender says. Raises HidingUntold."""
    dates = {name: _read(data[name]) for name in DATES if data.get(name)}
    hidden = hidden_further(content, **dates) if dates else None
    if hidden is None:
        return
    # Where a transition gives dates to a folder and what it holds, it is said once.
    known = json_body(request).get(HIDES)
    if type(known) is not int or known < hidden.count:
        raise HidingUntold([untold(hidden.count), *hidden.effects])


def _read(moment):
    """Return a moment of JSON, None for what is none, which is refused where it is read."""
    try:
        return zope_moment(read_moment(moment))
    except (AttributeError, TypeError, ValueError):
        return None


class DateHides(Invalid):
    """A date in a form takes from residents what the form names, and asks about."""

    def __init__(self, hidden: Hidden):
        super().__init__(hidden)
        self.hidden = hidden

    def doc(self) -> Message:
        """Return what lists of errors say."""
        return _(
            "error_date_hides",
            default=(
                "Residents would miss more than this page then: read at the top of the"
                " form what, and say there that you mean it."
            ),
        )


class _DateValidator(SimpleFieldValidator):
    """Asks about a date that hides something, until its editor says to know how much."""

    def validate(self, value, force=False):
        """See `z3c.form.interfaces.IValidator`."""
        super().validate(value, force)
        form = getattr(self.view, "parentForm", self.view)
        if value is None or not IEditForm.providedBy(form):
            return
        date = {self.field.__name__: zope_moment(value)}
        hidden = hidden_further(self.context, **date)
        if hidden and self.request.form.get(KNOWN) != str(hidden.count):
            raise DateHides(hidden)


class EffectiveValidator(_DateValidator):
    """See `_DateValidator`."""


class ExpiresValidator(_DateValidator):
    """See `_DateValidator`."""


WidgetValidatorDiscriminators(EffectiveValidator, field=IPublication["effective"])
WidgetValidatorDiscriminators(ExpiresValidator, field=IPublication["expires"])
