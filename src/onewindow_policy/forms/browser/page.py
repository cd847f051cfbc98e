"""The page of a form, in the portal and for its editors."""

from collective.easyform.browser.view import EasyFormFormWrapper
from onewindow_policy import _
from onewindow_policy.devices.api import try_cookies
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.accepting import verdict_on
from onewindow_policy.forms.browser.device import begin_anew
from onewindow_policy.forms.browser.device import hear_of_device
from onewindow_policy.forms.browser.device import is_of_ended_visit
from onewindow_policy.forms.browser.form import hear_of_enter
from onewindow_policy.forms.browser.form import ResidentForm
from onewindow_policy.forms.browser.registering import RegisteringForm
from onewindow_policy.forms.browser.renewal import renew_here
from onewindow_policy.forms.browser.resuming import RESUME
from onewindow_policy.forms.browser.resuming import resume_here
from onewindow_policy.forms.browser.undelivered import answers_part
from onewindow_policy.forms.browser.undelivered import page_in
from onewindow_policy.forms.earlier import RENEW
from onewindow_policy.forms.exceptions import FormClosed
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.faults import in_words
from onewindow_policy.forms.faults import UNREADABLE
from onewindow_policy.forms.keeping import resume_url
from onewindow_policy.forms.models import log_closed
from onewindow_policy.pages.api import Page
from onewindow_policy.publishing.serializers import may
from plone import api
from Products.CMFCore.permissions import ModifyPortalContent
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound


class FormPageView(EasyFormFormWrapper, Page):
    """`/…/<form>`: see `IPublicPage` for what the main template asks of it."""

    form = ResidentForm
    index = ViewPageTemplateFile("templates/page.pt")
    closed = ViewPageTemplateFile("templates/closed.pt")

    #: Why the form cannot be used, nothing where it can.
    faults: tuple[Fault, ...] = ()

    def __call__(self):
        self.faults = closing_faults(self.context)
        if not self.faults:
            try:
                return super().__call__()
            except FormClosed:
                # A model that is on the list and cannot be read; the log says so.
                self.faults = (Fault(FIELDS_MODEL, None, UNREADABLE),)
        else:
            log_closed(self.context, self.faults)
        response = self.request.response
        response.setStatus(503)
        response.setHeader("Cache-Control", "no-store")
        return self.closed()

    @property
    def sentences(self) -> list[str]:
        """Why the form is closed, for those who can mend it."""
        if not may(ModifyPortalContent, self.context):
            return []
        return in_words(self.faults, verdict_on(self.context).is_for_residents)

    @property
    def answers(self) -> str:
        """What was typed into a form that is closed, as HTML."""
        page = page_in(self.request)
        return answers_part(page, self.request) if page is not None else ""

    @property
    def page_title(self) -> str:
        """The title; a page that came back says so first, for who only hears it."""
        title = self.own_title
        form = self.form_instance
        if self.faults:
            return title
        if not (form.problems or form.held or form.changes):
            return self._step_title(title)
        return self.translate(
            _("page_title_error", default="Error: ${title}", mapping={"title": title})
        )

    @property
    def own_title(self) -> str:
        """What the page is called while nothing is wrong."""
        return self.context.title

    def _step_title(self, title: str) -> str:
        """Return the title with the step that somebody went to."""
        steps = self.form_instance.steps
        if steps is None or not steps.pressed:
            return title
        return self.translate(
            _(
                "page_title_step",
                default="${progress}, ${step}: ${title}",
                mapping={
                    "progress": self.translate(steps.progress),
                    "step": steps.title,
                    "title": title,
                },
            )
        )

    @property
    def heading(self) -> str:
        return self.form_instance.label

    @property
    def lead(self) -> str:
        return "" if self.form_instance.thanksPage else self.context.description

    @property
    def canonical_url(self) -> str:
        return self.context.absolute_url()


class RegisteringPageView(FormPageView):
    """The page of a form that registers what residents enter: nobody keeps a copy."""

    form = RegisteringForm

    @property
    def has_switched_form(self) -> bool:
        """Whether large print and language are switched within the form: not if closed."""
        return not self.faults

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "no-store")
        try_cookies(self.request)
        if self.request.method == "POST":
            if is_of_ended_visit(self.request):
                return begin_anew(self.context, self.request)
            if RESUME in self.request.form and not resume_here(
                self.context, self.request
            ):
                self.request.response.redirect(resume_url(), status=303)
                return ""
            if RENEW in self.request.form and not renew_here(
                self.context, self.request
            ):
                url = f"{api.portal.get().absolute_url()}/@@track"
                self.request.response.redirect(url, status=303)
                return ""
            hear_of_device(self.request)
            hear_of_enter(self.request)
        return super().__call__()

    def render(self):
        """Return the page; what is the answer in its place is a page of its own."""
        is_answer = self.form_instance.answer_page is not None
        return self.contents if is_answer else super().render()


class NowhereElse(BrowserView):
    """A stock address of forms that a registering form does not have.

    Stock, it would take answers from the query of an address.
    """

    def __call__(self):
        raise NotFound(self.request.get("ACTUAL_URL"))
