"""Submit, publish, send back, archive: one page that says why when it is not possible."""

from Acquisition import aq_inner
from DateTime import DateTime
from onewindow_policy import _
from onewindow_policy.publishing.away import REFUSAL
from onewindow_policy.publishing.dates import dated_by_publication
from onewindow_policy.publishing.dates import EFFECTIVE
from onewindow_policy.publishing.dates import ends_before_it_begins
from onewindow_policy.publishing.dates import EXPIRES
from onewindow_policy.publishing.dates import is_in_order
from onewindow_policy.publishing.dates import UNREADABLE_MOMENT
from onewindow_policy.publishing.exceptions import PublicationRefused
from onewindow_policy.publishing.exceptions import TransitionRefused
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.publishing.removal import may_hide
from onewindow_policy.publishing.removal import not_yours_to_hide
from onewindow_policy.publishing.subscribers import note_refusal
from onewindow_policy.publishing.wording import transition_title
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import require_database
from onewindow_policy.workdays.api import read_moment
from onewindow_policy.workdays.api import zope_moment
from plone import api
from plone.app.content.browser.content_status_modify import ContentStatusModifyView
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IWorkingCopy
from plone.protect.authenticator import check as check_authenticator
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest
from zope.i18nmessageid import Message

import transaction

#: The transition that needs a reason.
REJECT = "reject"


class PublicationView(BrowserView):
    """Asks before a transition, makes it, and names what stands against it."""

    index = ViewPageTemplateFile("publication.pt")
    gaps = ()
    refusal = ""

    def __call__(self):
        wanted = self.request.form.get("transition", "")
        self.transitions = {
            each["id"]: each
            for each in api.portal.get_tool("portal_workflow").getTransitionsFor(
                aq_inner(self.context)
            )
        }
        if wanted not in self.transitions:
            raise BadRequest(
                api.portal.translate(
                    _(
                        "error_no_such_transition",
                        default=(
                            "This is not possible in the present state, or not for you."
                            " Somebody may have been faster: look at the page again."
                        ),
                    )
                )
            )
        self.transition = self.transitions[wanted]
        self.comment = self.request.form.get("comment", "")
        self.needs_reason = wanted == REJECT
        if self.request.method == "POST":
            return self._carry_out()
        if wanted == "publish":
            self.gaps = find_gaps(self.context)
        return self.index()

    @property
    def title(self) -> Message:
        """What the transition is called."""
        return transition_title(self.transition)

    @property
    def revises_public(self) -> bool:
        """Whether there is something public to compare with."""
        return IWorkingCopy.providedBy(self.context)

    def _carry_out(self):
        check_authenticator(self.request)
        context = aq_inner(self.context)
        target = context
        if self.transition["id"] == "publish" and IWorkingCopy.providedBy(context):
            target = ICheckinCheckoutPolicy(context).getBaseline()
        try:
            require_database()
        except DatabaseUnavailable as away:
            self.refusal = REFUSAL
            for name, value in away.headers.items():
                self.request.response.setHeader(name, value)
            return self._show_refusal(503)
        before = transaction.savepoint(optimistic=True)
        try:
            api.portal.get_tool("portal_workflow").doActionFor(
                context, self.transition["id"], comment=self.comment
            )
        except PublicationRefused as refused:
            before.rollback()
            self.gaps = refused.gaps
            return self._show_refusal()
        except TransitionRefused as refused:
            before.rollback()
            self.refusal = str(refused)
            return self._show_refusal()
        api.portal.show_message(
            _("message_state_changed", default="Done."), self.request
        )
        return self.request.response.redirect(target.absolute_url())

    def _show_refusal(self, status=422):
        # 422: the request was understood, the content is not fit for it.
        self.request.response.setStatus(status)
        return self.index()


class StatusModifyView(ContentStatusModifyView):
    """The stock view behind bulk changes and the history form.

    Called by itself, it shows our page with the reasons instead of an error; called by
    another view, it raises, and that view counts the failure. The dates that it sets tell
    nobody of a change: so here is asked who may hide a room by one.
    """

    def __call__(self, workflow_action=None, comment="", **more):
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
        url = self.context.absolute_url()
        workflow = api.portal.get_tool("portal_workflow")
        possible = {each["id"] for each in workflow.getTransitionsFor(self.context)}
        if IPublishable.providedBy(self.context) and workflow_action in possible:
            return f"{url}/@@publication?transition={workflow_action}"
        return f"{url}/view"

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
        if not may_hide(obj) and (expiry or (effective and effective > DateTime())):
            note_refusal(obj, is_removed=False)
            raise TransitionRefused(api.portal.translate(not_yours_to_hide(obj)))
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
