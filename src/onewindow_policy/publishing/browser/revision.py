"""Starting and discarding a revision of what is public."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy import _
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.protect.authenticator import check as check_authenticator
from Products.Five import BrowserView
from zExceptions import BadRequest
from zope.i18nmessageid import Message

NO_SUCH_REVISION = _(
    "error_no_such_revision",
    default="Somebody was faster: look at the page again before you go on.",
)


class RevisionView(BrowserView):
    """Asks, and does it when the form comes back.

    In place of plone.app.iterate's page, which offers only folders that the user may
    add to: whoever keeps a district's guide may not add to the city's item.
    """

    #: The name of the button that goes back, and of the question of `iterate_control`.
    back_button = ""
    question = ""

    def __call__(self):
        if self.request.method != "POST":
            return self.index()
        content = aq_inner(self.context)
        if self.back_button in self.request.form:
            return self.request.response.redirect(f"{content.absolute_url()}/view")
        check_authenticator(self.request)
        control = content.restrictedTraverse("@@iterate_control")
        if not getattr(control, self.question)():
            raise BadRequest(api.portal.translate(NO_SUCH_REVISION))
        result, message = self.carry_out(ICheckinCheckoutPolicy(content))
        api.portal.show_message(message, self.request)
        return self.request.response.redirect(f"{result.absolute_url()}/view")


class StartRevision(RevisionView):
    """Makes a working copy beside what is public."""

    back_button = "form.button.Cancel"
    question = "checkout_allowed"

    @property
    def page_title(self) -> Message:
        return _(
            "title_revise",
            default="Revise “${title}”",
            mapping={"title": self.context.Title()},
        )

    def carry_out(self, policy):
        copy = policy.checkout(aq_parent(aq_inner(self.context)))
        # The lock is part of what lists show.
        self.context.reindexObject(idxs=["review_state"])
        return copy, _(
            "message_revision_started",
            default="The revision is yours to write. Residents go on reading the old"
            " text.",
        )


class DiscardRevision(RevisionView):
    """Deletes a working copy; what is public stays as it is."""

    back_button = "form.button.Keep"
    question = "cancel_allowed"

    @property
    def page_title(self) -> Message:
        return _(
            "title_discard",
            default="Discard the revision of “${title}”",
            mapping={"title": self.context.Title()},
        )

    def carry_out(self, policy):
        baseline = policy.cancelCheckout()
        baseline.reindexObject()
        return baseline, _(
            "message_revision_discarded", default="The revision is discarded."
        )
