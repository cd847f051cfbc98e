"""Making the form of a service anew: offered where it asks less than its guide needs."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.forms.browser.offering import MAKE_FORM
from onewindow_policy.forms.browser.offering import UNFIT_TEMPLATE
from onewindow_policy.forms.exceptions import ChangedMeanwhile
from onewindow_policy.forms.exceptions import UnfitModel
from onewindow_policy.forms.items import APPLY_ID
from onewindow_policy.forms.renewing import renew_form
from onewindow_policy.forms.renewing import Renewal
from onewindow_policy.forms.renewing import renewal_of
from onewindow_policy.pages.api import text_of
from plone import api
from plone.app.layout.viewlets import ViewletBase
from plone.protect.authenticator import check as check_authenticator
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest
from zExceptions import NotFound

CHANGE = "Modify portal content"

_CHANGED = _(
    "error_form_changed_meanwhile",
    default=(
        "Somebody changed the form meanwhile, and nothing was replaced. Look again at what"
        " would change."
    ),
)


def may_renew(item) -> bool:
    """Return whether the user may make the form of `item` anew."""
    # Visitors, who may not, wake no form.
    if not api.user.has_permission(MAKE_FORM, obj=item):
        return False
    form = item.get(APPLY_ID)
    return form is not None and api.user.has_permission(CHANGE, obj=form)


class RenewApplicationForm(BrowserView):
    """`/catalogue/<item>/@@renew-application-form`: what would change; then does it."""

    index = ViewPageTemplateFile("templates/renewing.pt")
    page_title = _("title_renew_form", default="Make the form anew")
    refusal = ""

    def __call__(self):
        item = aq_inner(self.context)
        if not may_renew(item):
            raise NotFound(self.request.get("ACTUAL_URL"))
        if self.request.method == "POST":
            check_authenticator(self.request)
            try:
                renew_form(item, text_of(self.request, "base"))
            except ChangedMeanwhile:
                self.refusal = _CHANGED
            else:
                return self._lead_on(item)
        return self.index()

    def _lead_on(self, item):
        done = _(
            "message_form_renewed",
            default="The form was made anew. Look through its questions.",
        )
        api.portal.show_message(done, self.request)
        return self.request.response.redirect(f"{item[APPLY_ID].absolute_url()}/view")

    @cached_property
    def renewal(self) -> Renewal | None:
        try:
            return renewal_of(aq_inner(self.context))
        except UnfitModel as error:
            raise BadRequest(api.portal.translate(UNFIT_TEMPLATE)) from error

    @property
    def changes(self) -> list[dict]:
        """The questions that would come, go and be asked otherwise."""
        kinds = (
            (_("heading_form_asks_anew", default="It would ask"), self.renewal.added),
            (
                _("heading_form_asks_no_more", default="It would ask no more"),
                self.renewal.dropped,
            ),
            (
                _("heading_form_asks_otherwise", default="It would ask otherwise"),
                self.renewal.changed,
            ),
        )
        return [{"heading": head, "titles": titles} for head, titles in kinds if titles]


class FormThatAsksLess(ViewletBase):
    """Above the pages of a service whose form asks less than its guide needs."""

    def update(self):
        super().update()
        content = aq_inner(self.context)
        self.item = content if IServiceItem.providedBy(content) else aq_parent(content)

    @cached_property
    def lacking(self) -> str:
        """What it does not ask, "" for nothing, or where that is not the user's matter."""
        if not IServiceItem.providedBy(self.item) or not may_renew(self.item):
            return ""
        try:
            renewal = renewal_of(self.item)
        except UnfitModel:
            # Who makes a form is told.
            return ""
        return "、".join(renewal.lacking) if renewal is not None else ""

    @property
    def address(self) -> str:
        return f"{self.item.absolute_url()}/@@renew-application-form"
