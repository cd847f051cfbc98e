"""The page of a form at the window: `/…/apply/@@take-in`."""

from onewindow_policy import _
from onewindow_policy.desks.api import KEEP_DRAFT
from onewindow_policy.forms.browser.form import hear_of_enter
from onewindow_policy.forms.browser.keeping import note_resumed
from onewindow_policy.forms.browser.page import FormPageView
from onewindow_policy.forms.browser.window import WINDOW
from onewindow_policy.forms.browser.window import WindowForm
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.keeping import resume_draft
from onewindow_policy.forms.window import TAKE_IN
from onewindow_policy.forms.window import TAKE_IN_CASES
from onewindow_policy.forms.window import WINDOW_COOKIE
from onewindow_policy.forms.window import window_of
from onewindow_policy.forms.window import windows_of
from onewindow_policy.intake.exceptions import KeptFormRefused
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import check_write
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound
from zExceptions import Unauthorized

#: Says that a draft is opened, and which.
OPEN_DRAFT = "form.open_draft"

_NO_DRAFT = _(
    "error_no_draft",
    default="This draft is not there any more: it was taken in, erased, or is over.",
)


class TakeInFormView(FormPageView):
    """An item's form as window staff fill it in. That they do is a matter of their role in
    a community: nothing that a browser sends makes a resident's page one of these.

    It says itself at which window it is filled in; what that is worth is looked up.
    """

    form = WindowForm
    index = ViewPageTemplateFile("templates/takein.pt")
    is_staff_page = True
    page_keys = (KEEP_DRAFT,)

    def __call__(self):
        response = self.request.response
        response.setHeader("Cache-Control", "no-store")
        user = api.user.get_current()
        if not windows_of(user):
            raise Unauthorized(f"You have nowhere the right to {TAKE_IN_CASES}.")
        if item_of(self.context) is None:
            raise NotFound(self.request.get("ACTUAL_URL"))
        is_sent = self.request.method == "POST"
        said = (
            text_of(self.request, WINDOW) if is_sent else None,
            self.request.cookies.get(WINDOW_COOKIE),
        )
        window = window_of(user, said)
        if window is None:
            # Somebody with several windows says first at which they sit.
            portal_url = api.portal.get().absolute_url()
            code = item_of(self.context).code
            response.redirect(f"{portal_url}/{TAKE_IN}?item={code}", status=303)
            return ""
        self.form_instance.window = window
        if is_sent and OPEN_DRAFT in self.request.form:
            if not self._open_draft(user):
                portal_url = api.portal.get().absolute_url()
                response.redirect(f"{portal_url}/{TAKE_IN}", status=303)
                return ""
        elif is_sent:
            hear_of_enter(self.request)
        return super().__call__()

    def _open_draft(self, user) -> bool:
        """Show the form as it was kept; return whether it is theirs, and of this form."""
        check_write(self.request)
        number = text_of(self.request, OPEN_DRAFT)
        try:
            resumed = resume_draft(number, user.getId())
        except KeptFormRefused:
            resumed = None
        if resumed is None or resumed.page.shown.form_uid != self.context.UID():
            api.portal.show_message(_NO_DRAFT, self.request, type="warning")
            return False
        note_resumed(self.request, resumed)
        return True

    @property
    def own_title(self) -> str:
        return item_of(self.context).title

    @property
    def heading(self) -> str:
        return self.own_title

    @property
    def canonical_url(self) -> str:
        return f"{super().canonical_url}/{TAKE_IN}"

    @property
    def lead(self) -> str:
        """At which window this is taken in."""
        title = self.form_instance.window.place.title
        return self.translate(
            _(
                "lead_take_in",
                default="Taken in at ${window}",
                mapping={"window": title},
            )
        )

    @property
    def script_url(self) -> str:
        """The script that hears of readers of cards."""
        return self.context.restrictedTraverse("@@public_frame").take_in_script_url
