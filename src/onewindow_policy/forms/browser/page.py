"""The page of a form, in the portal and for its editors."""

from collective.easyform.browser.view import EasyFormFormWrapper
from onewindow_policy import _
from onewindow_policy.forms.browser.form import ResidentForm
from onewindow_policy.forms.browser.registering import RegisteringForm
from onewindow_policy.vocabularies.api import language_of
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound
from zope.i18n import translate


class FormPageView(EasyFormFormWrapper):
    """`/…/<form>`: see `IPublicPage` for what the main template asks of it."""

    form = ResidentForm
    index = ViewPageTemplateFile("templates/page.pt")

    @property
    def page_title(self) -> str:
        """The title; a page that came back says so first, for who only hears it."""
        title = self.context.title
        if not self.form_instance.problems and not self.form_instance.held:
            return title
        return translate(
            _("page_title_error", default="Error: ${title}", mapping={"title": title}),
            context=self.request,
        )

    @property
    def heading(self) -> str:
        return self.form_instance.label

    @property
    def lead(self) -> str:
        return "" if self.form_instance.thanksPage else self.context.description

    @property
    def content_language(self) -> str | None:
        """The language of what editors wrote where it is not the page's, else None."""
        return None if language_of(self.request).startswith("zh") else "zh-CN"

    @property
    def canonical_url(self) -> str:
        return self.context.absolute_url()


class RegisteringPageView(FormPageView):
    """The page of a form that registers what residents enter: nobody keeps a copy."""

    form = RegisteringForm

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "no-store")
        return super().__call__()


class NowhereElse(BrowserView):
    """A stock address of forms that a registering form does not have.

    Stock, it would take answers from the query of an address.
    """

    def __call__(self):
        raise NotFound(self.request.get("ACTUAL_URL"))
