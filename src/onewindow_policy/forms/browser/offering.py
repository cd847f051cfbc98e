"""Making the form of a service from the template, offered where it is missing."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.forms.exceptions import AlreadyThere
from onewindow_policy.forms.exceptions import UnfitModel
from onewindow_policy.forms.offering import lacks_form
from onewindow_policy.forms.offering import make_form
from onewindow_policy.forms.offering import offers_online
from plone import api
from plone.app.layout.viewlets import ViewletBase
from plone.protect.authenticator import check as check_authenticator
from Products.Five import BrowserView
from zExceptions import BadRequest

MAKE_FORM = "onewindow_policy: Make Application Form"

ALREADY_THERE = _(
    "error_form_already_there",
    default="Somebody was faster: the service has a form already.",
)
UNFIT_TEMPLATE = _(
    "error_unfit_template",
    default="The template of forms cannot be read. Ask an administrator to mend it.",
)


class MakeApplicationForm(BrowserView):
    """`/catalogue/<item>/@@make-application-form`: makes the form, and leads to it."""

    def __call__(self):
        item = aq_inner(self.context)
        if self.request.method != "POST":
            return self.request.response.redirect(f"{item.absolute_url()}/view")
        check_authenticator(self.request)
        try:
            form = make_form(item)
        except AlreadyThere as error:
            raise BadRequest(api.portal.translate(ALREADY_THERE)) from error
        except UnfitModel as error:
            raise BadRequest(api.portal.translate(UNFIT_TEMPLATE)) from error
        api.portal.show_message(
            _(
                "message_form_made",
                default=(
                    "The form was made from the template, as a draft. Look through its"
                    " questions, and have it published."
                ),
            ),
            self.request,
        )
        return self.request.response.redirect(f"{form.absolute_url()}/view")


class MissingForm(ViewletBase):
    """Above the pages of a service whose guide says “online” while it has no form."""

    def update(self):
        super().update()
        content = aq_inner(self.context)
        self.item = content if IServiceItem.providedBy(content) else aq_parent(content)

    @property
    def is_offered(self) -> bool:
        return (
            lacks_form(self.item)
            and offers_online(self.item)
            and api.user.has_permission(MAKE_FORM, obj=self.item)
        )

    @property
    def action(self) -> str:
        return f"{self.item.absolute_url()}/@@make-application-form"
