"""Plone's own pages of states: what leads to them by a link leads to the page that asks."""

from DateTime import DateTime
from onewindow_policy.publishing.datehiding import ask_in_form
from onewindow_policy.publishing.datehiding import hidden_further
from onewindow_policy.publishing.dates import dated_by_publication
from onewindow_policy.publishing.dates import EFFECTIVE
from onewindow_policy.publishing.dates import ends_before_it_begins
from onewindow_policy.publishing.dates import EXPIRES
from onewindow_policy.publishing.dates import is_in_order
from onewindow_policy.publishing.dates import UNREADABLE_MOMENT
from onewindow_policy.publishing.exceptions import TransitionRefused
from onewindow_policy.publishing.removal import may_date
from onewindow_policy.publishing.removal import not_yours_to_date
from onewindow_policy.publishing.states import workflow_of
from onewindow_policy.publishing.subscribers import note_refusal
from onewindow_policy.workdays.api import read_moment
from onewindow_policy.workdays.api import zope_moment
from plone import api
from plone.app.content.browser.content_status_history import ContentStatusHistoryView
from plone.app.content.browser.content_status_modify import ContentStatusModifyView
from urllib.parse import urlencode

import transaction


class StatusHistoryView(ContentStatusHistoryView):
    """The stock page, which is no page here; its form is taken in."""

    def __call__(self, *args, **kwargs):
        if self.request.method == "POST":
            return super().__call__(*args, **kwargs)
        return self.request.response.redirect(page_of_states(self.context))


def page_of_states(content, transition_id: str = "") -> str:
    """Return the address where a transition is asked about, or where they are listed."""
    url = content.absolute_url()
    if workflow_of(content) is None:
        return f"{url}/view"
    query = urlencode({"transition": transition_id}) if transition_id else ""
    return f"{url}/@@publication" + (f"?{query}" if query else "")


class StatusModifyView(ContentStatusModifyView):
    """The stock view behind bulk changes and the history form.

    Called by itself, it shows our page with the reasons instead of an error; called by
    another view, it raises, and that view counts the failure. The dates that it sets tell
    nobody of a change: so here is asked who may hide a room by one.

    Menus of Plone lead here, with a token: that asks, and changes nothing.
    """

    def __call__(self, workflow_action=None, comment="", **more):
        if self.request.method != "POST":
            page = page_of_states(self.context, workflow_action or "")
            return self.request.response.redirect(page)
        try:
            # Without an action it only leads to the page of states, and writes nothing.
            is_dated = not workflow_action or self._is_dated(more)
            with dated_by_publication([] if is_dated else [self.context]):
                return super().__call__(workflow_action, comment, **more)
        except TransitionRefused as refused:
            if self.request.get("PUBLISHED") is not self:
                raise
            transaction.abort()
            api.portal.show_message(str(refused), self.request, type="error")
            return self.request.response.redirect(self._page_for(workflow_action))

    def _is_dated(self, more) -> bool:
        form = self.request.form.get("form.widgets.effective_date")
        return bool(form or more.get("effective_date"))

    def _page_for(self, workflow_action: str) -> str:
        workflow = api.portal.get_tool("portal_workflow")
        possible = {each["id"] for each in workflow.getTransitionsFor(self.context)}
        if workflow_action in possible:
            return page_of_states(self.context, workflow_action)
        return f"{self.context.absolute_url()}/view"

    def editContent(self, obj, effective, expiry):
        # The stock view hands on the present moment where the form has no date: what
        # expired before that has a reason of its own.
        is_typed = bool(expiry) or isinstance(effective, str)
        effective, expiry = self._read(effective), self._read(expiry)
        if is_typed and not is_in_order(
            effective or getattr(obj, EFFECTIVE, None),
            expiry or getattr(obj, EXPIRES, None),
        ):
            raise TransitionRefused(api.portal.translate(ends_before_it_begins(obj)))
        if not may_date(obj) and (expiry or (effective and effective > DateTime())):
            note_refusal(obj, is_removed=False)
            raise TransitionRefused(api.portal.translate(not_yours_to_date(obj)))
        if hidden := hidden_further(obj, effective=effective, expires=expiry):
            raise TransitionRefused(api.portal.translate(ask_in_form(obj, hidden)))
        super().editContent(obj, effective, expiry)

    def _read(self, moment) -> DateTime | None:
        """Return a date as the form has it, by the city's time; None where it has none."""
        if not moment or isinstance(moment, DateTime):
            return moment or None
        try:
            return zope_moment(read_moment(moment))
        except (AttributeError, TypeError, ValueError) as error:
            message = api.portal.translate(UNREADABLE_MOMENT)
            raise TransitionRefused(message) from error
