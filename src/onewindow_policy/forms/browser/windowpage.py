"""What the page of a form at the window shows: see `window.WindowForm`."""

from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.desks.api import KEEP_DRAFT
from onewindow_policy.forms.browser.rendering import FormPage
from onewindow_policy.forms.browser.rows import GroupRow
from onewindow_policy.pages.api import Fragment
from pathlib import Path
from plone import api
from zope.component import getMultiAdapter

_TEMPLATES = Path(__file__).parent / "templates"
_HEAD = Fragment(_TEMPLATES / "window_head.pt")
_TOOLS = Fragment(_TEMPLATES / "window_tools.pt")

#: The id of the input that a reader of cards types into.
CARD_ID = "form-card"

ACTION_TAKE_IN = _("action_take_in", default="Take in")


@dataclass(frozen=True, slots=True)
class WindowDevice:
    """What the page says to the browser: to keep nothing of whoever stands there."""

    kind = None
    autocomplete = "off"
    fresh = None


class WindowFormPage(FormPage):
    """See `FormPage`."""

    #: The key of the button that keeps a draft.
    draft_letter = KEEP_DRAFT.letter
    #: What residents read before they begin is said at the window.
    before = ""

    def __init__(self, form):
        super().__init__(form)
        self.notice = None

    @property
    def css_class(self) -> str:
        return "resident-form is-at-window"

    @property
    def device(self) -> WindowDevice:
        return WindowDevice()

    @property
    def device_part(self) -> str:
        """The window and the person, as HTML, before all questions of the form."""
        return self._render(_HEAD)

    @property
    def keeping(self) -> str:
        """The button that keeps a draft, as HTML."""
        return self._render(_TOOLS)

    @property
    def hidden(self) -> str:
        view = getMultiAdapter(
            (self.form.context, self.form.request), name="authenticator"
        )
        return view.authenticator()

    @property
    def buttons(self) -> list[tuple[str, str, str]]:
        return [
            (name, self.words(ACTION_TAKE_IN), css_class)
            for name, _title, css_class in super().buttons
            if css_class.endswith("btn-primary")
        ]

    @cached_property
    def groups(self) -> list[GroupRow]:
        """What is asked, without what is said to residents of each group; what the guide
        asks of whoever applies comes last."""
        found = [replace(each, description="") for each in FormPage.groups.func(self)]
        return sorted(found, key=lambda each: each.is_ours)

    # -- the person

    @property
    def prefilled(self) -> str:
        """What became of filling in what the person gave before."""
        told = self.form.prefilled
        return self.words(told) if told else ""

    @property
    def last_time(self) -> dict | None:
        """How the application ended from which this one is made; None for none."""
        last = self.form.last_time
        if last is None:
            return None
        return {
            "number": last.number,
            "number_text": last.number_text,
            "url": f"{api.portal.get().absolute_url()}/{last.path}",
            "state": last.state,
            "said": [{"label": label, "value": value} for label, value in last.said],
        }

    @property
    def window_code(self) -> str:
        return self.form.window.place.code

    @property
    def card(self) -> dict | None:
        """The field that a reader of cards types into; None where no number is asked."""
        fields = self.form.card_fields
        if fields is None:
            return None
        fault = self.form.card_fault
        ids = {each.__name__: each.id for each in self.form.all_widgets()}
        return {
            "id": CARD_ID,
            "number": ids[fields.number],
            "person": ids[fields.name],
            "kind": ids.get(fields.kind),
            "error": self.words(fault) if fault else "",
            # A page that comes back leads to what is wrong.
            "autofocus": None if self.problems or self.held else "autofocus",
            "is_wrong": "true" if fault else None,
        }
