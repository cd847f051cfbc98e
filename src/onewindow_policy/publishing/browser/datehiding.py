"""What a form says of a date that hides something: what that is, and the question."""

from onewindow_policy.editing.interfaces import IAskingError
from onewindow_policy.publishing.browser.publication import named
from onewindow_policy.publishing.datehiding import DateHides
from onewindow_policy.publishing.datehiding import KNOWN
from onewindow_policy.publishing.hiding import Hidden
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form.error import ErrorViewSnippet
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


class HidingQuestion(BrowserView):
    """Names what a date hides, with the box to tick."""

    index = ViewPageTemplateFile("datehiding.pt")
    input_name = KNOWN

    def __init__(self, context, request, hidden: Hidden, date: str):
        super().__init__(context, request)
        self.hidden = hidden
        self.id = f"{KNOWN}-{date}"

    @property
    def held(self) -> str:
        """Titles of what is hidden along with the content."""
        return named(self.hidden.held)

    @property
    def referring(self) -> str:
        """Titles of pages that would lead nowhere."""
        return named(self.hidden.referring)


@implementer(IAskingError)
@adapter(DateHides, Interface, Interface, Interface, Interface, Interface)
class DateHidesSnippet(ErrorViewSnippet):
    """The error of the date. See `IAskingError`."""

    def ask(self):
        """See `IAskingError`."""
        date = self.field.__name__
        return HidingQuestion(
            self.content, self.request, self.error.hidden, date
        ).index()
