"""The same for pages with texts of their own making, such as the XML of a model."""

from onewindow_policy.editing.browser.rendering import Box
from onewindow_policy.editing.conflicts import OVER
from onewindow_policy.editing.conflicts import READ
from onewindow_policy.editing.digests import digest_of
from onewindow_policy.editing.saves import Save
from zope.i18nmessageid import Message


class TextsComparison:
    """What a page with texts was read from, and what stands as it is sent.

    `texts` are those that stand, by their titles.
    """

    #: Where what stands now is read: the page itself, opened anew.
    url = None

    def __init__(self, request, texts: dict[Message, str], save: Save | None):
        self._request = request
        self._texts = texts
        self.save = save
        self.now = digest_of([str(text) for text in texts.values()])
        self._read = request.form.get(READ)
        self.is_refused = (
            isinstance(self._read, str)
            and self._read != self.now
            and request.form.get(OVER) != self.now
        )

    @property
    def standing(self) -> list[dict]:
        """The texts with their titles: each is long, and read on the page."""
        return [{"title": title, "text": None} for title in self._texts]

    def box(self, context, *, is_saved: bool) -> str:
        """Return what stands at the top of the form, as HTML.

        What was sent and not saved goes on being compared with what it was read from.
        """
        if is_saved or not isinstance(self._read, str):
            return Box(context, self._request, read=self.now).index()
        return Box(context, self._request, self, self._read, self.now).index()
