"""Forms that a former version let hold what is not on the list of `docs/forms.md`."""

from onewindow_policy import logger
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.accepting import mark_as_judged
from onewindow_policy.forms.accepting import was_never_judged
from onewindow_policy.forms.models import log_closed
from plone import api


def name_closed_forms(setup_tool) -> str:
    """Judge the stored forms, log those that are closed from now on, and return them.

    Nothing of what they hold is accepted: nobody knows who had put it in. Who may bring
    it opens the form's XML, reads it and saves it again.
    """
    catalog = api.portal.get_tool("portal_catalog")
    closed = []
    for brain in catalog.unrestrictedSearchResults(portal_type="EasyForm"):
        form = brain._unrestrictedGetObject()
        if was_never_judged(form):
            mark_as_judged(form)
        if faults := closing_faults(form):
            log_closed(form, faults)
            closed.append(brain.getPath())
    logger.info("Forms that are closed from now on: %s", len(closed))
    return "\n".join(closed)
