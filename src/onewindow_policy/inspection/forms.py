"""Forms that ask less than the decision needs, as its guide has it, or more."""

from collections.abc import Iterable
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.forms.accepting import judged_values
from onewindow_policy.forms.exceptions import UnfitModel
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.items import APPLY_ID
from onewindow_policy.forms.justifying import unjustified_faults
from onewindow_policy.forms.renewing import renewal_of
from onewindow_policy.inspection.checks import Finding
from plone import api


def forms_that_ask_more() -> Iterator[Finding]:
    """Yield the public forms that ask what nothing in their service needs."""
    for brain in _public_forms():
        form = brain._unrestrictedGetObject()
        faults = unjustified_faults(form, judged_values(form)[FIELDS_MODEL])
        if faults:
            said = tuple(fault.message for fault in faults)
            yield Finding(brain.Title, f"{brain.getURL()}/view", said)


def _public_forms() -> Iterable:
    catalog = api.portal.get_tool("portal_catalog")
    return catalog.unrestrictedSearchResults(
        portal_type="EasyForm",
        id=APPLY_ID,
        review_state="published",
        sort_on="path",
    )


def forms_that_ask_less() -> Iterator[Finding]:
    """Yield the public forms that do not ask what one made anew would want answered."""
    for brain in _public_forms():
        form = brain._unrestrictedGetObject()
        try:
            renewal = renewal_of(form.aq_parent)
        except UnfitModel:
            # Whoever makes a form is told.
            return
        if renewal is not None and renewal.lacking:
            fault = _(
                "fault_form_asks_less",
                default="does not ask, or leaves open: ${questions}.",
                mapping={"questions": "、".join(renewal.lacking)},
            )
            yield Finding(brain.Title, f"{brain.getURL()}/view", (fault,))
