"""What forms carry besides their fields: at which state they were read, and what is said
where somebody else was faster or where a form was given back after a log-in.

Plone's forms, ours and those of add-ons are drawn by one method, in whose place `render`
stands; no form has to know of it.
"""

from onewindow_policy.editing.conflicts import comparison_of
from onewindow_policy.editing.conflicts import state_to_carry
from onewindow_policy.editing.interfaces import IAskingError
from onewindow_policy.editing.interfaces import ICompared
from onewindow_policy.editing.interfaces import RETURNED
from onewindow_policy.interfaces import IOneWindowLayer
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form.interfaces import IEditForm

import re

_BEGIN = re.compile(r"<form\b[^>]*>")


class Box(BrowserView):
    """Stands at the top of a form, within it.

    `read` and `now` are states, as inputs carry them; `comparison` is what was compared,
    None where nothing was; `questions` is HTML that errors of fields ask by.
    """

    index = ViewPageTemplateFile("box.pt")

    def __init__(
        self, context, request, comparison=None, read="", now="", questions=()
    ):
        super().__init__(context, request)
        self.questions = questions
        self.comparison, self.read, self.now = comparison, read, now
        self.is_returned = RETURNED in request.form

    @property
    def is_refused(self) -> bool:
        """Whether somebody else was faster."""
        return self.comparison is not None and self.comparison.is_refused

    @property
    def form_url(self) -> str:
        """Where the form is opened anew."""
        return self.request["ACTUAL_URL"]

    @property
    def standing_url(self) -> str:
        """Where what stands now is read."""
        return self.comparison.url or self.form_url


def returned_note(context, request) -> str:
    """Return what stands at the top of a form of one's own making, as HTML: that it was
    given back with what had been typed; "" where it was not."""
    return Box(context, request).index() if RETURNED in request.form else ""


def _beginning_of(form, page: str) -> int | None:
    """Return where the inputs of a form begin in a page, None where it has none there.

    Some forms draw the whole page, with a search of its own before them.
    """
    for begin in _BEGIN.finditer(page):
        inputs = page[begin.end() : page.find("</form>", begin.end())]
        if f'name="{form.prefix}' in inputs:
            return begin.end()
    return None


def _questions_of(form) -> list[str]:
    """Return what errors of the form's fields ask."""
    return [
        error.ask()
        for part in (form, *getattr(form, "groups", ()))
        for error in getattr(part.widgets, "errors", ())
        if IAskingError.providedBy(error)
    ]


def render(original, self):
    """Stand in for the method of `z3c.form.form.BaseForm`."""
    page = original(self)
    request = self.request
    if not isinstance(page, str) or not IOneWindowLayer.providedBy(request):
        return page
    is_compared = IEditForm.providedBy(self) and (
        not self.ignoreContext or ICompared.providedBy(self)
    )
    if not is_compared and RETURNED not in request.form:
        return page
    begin = _beginning_of(self, page)
    if begin is None:
        # A part of another form, which has none of its own.
        return page
    carried = (comparison_of(self), *state_to_carry(self)) if is_compared else ()
    box = Box(self.context, request, *carried, questions=_questions_of(self))
    return page[:begin] + box.index() + page[begin:]
