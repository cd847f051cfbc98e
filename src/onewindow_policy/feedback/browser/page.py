"""What the pages of the suggestion box have in common."""

from functools import cached_property
from onewindow_policy.pages.api import Page
from onewindow_policy.pages.api import Words


class FeedbackPage(Page):
    """A page that reads from SQL. While that cannot be, it is the portal's page of the
    fault, unless the page has something else to show: then it says `is_out_of_order`."""

    def __call__(self):
        self.update()
        return self.index()

    def update(self) -> None:
        """Read what the page shows."""
        raise NotImplementedError

    @property
    def suggestions_url(self) -> str:
        return f"{self.site_url}/@@suggestions"

    @cached_property
    def words(self) -> Words:
        return Words(self.language)


def paragraphs_of(text: str) -> list[str]:
    """Return the lines of a text, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
