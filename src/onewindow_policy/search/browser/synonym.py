"""`@@add-synonym`: what residents ask for means what the portal calls it."""

from onewindow_policy import _
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.search.browser.desk import period_of
from onewindow_policy.search.browser.desk import SearchDeskView
from onewindow_policy.search.exceptions import MeaningFindsNothing
from onewindow_policy.search.exceptions import WordRefused
from onewindow_policy.search.finding import answered
from onewindow_policy.search.siteanswers import site_answers
from onewindow_policy.search.synonyms import add_group
from onewindow_policy.search.synonyms import BadSynonyms
from onewindow_policy.search.synonyms import LONGEST_WORD
from zope.i18nmessageid import Message


class AddSynonymView(PostView):
    """Takes what is typed below a question of the search desk, and is the page on which it
    comes back while something is in the way."""

    page_title = _("title_add_synonym", default="Words that mean the same")
    refusals = (BadSynonyms, WordRefused)
    longest = LONGEST_WORD

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        words = {"query": self._word("query"), "meaning": self._word("meaning")}
        is_new = add_group(words.values())
        query = words["query"]
        if not answered([query]) and not site_answers(query):
            raise MeaningFindsNothing(words["meaning"])
        return _said_of(words, is_new), f"{self.desk_url}?days={self.period}"

    def problems_of(self, error: Exception) -> list[Problem]:
        """See `PostView`."""
        if isinstance(error, BadSynonyms):
            return [Problem("meaning", each.message) for each in error.problems]
        return list(super().problems_of(error))

    def _word(self, field: str) -> str:
        """Return what was typed, on one line; raises `WordRefused`."""
        word = " ".join(self.submitted(field).split())
        if not word:
            message = _("error_word_missing", default="Type a word here.")
            raise WordRefused(field, message)
        if len(word) > LONGEST_WORD:
            message = _(
                "error_word_too_long",
                default="A word has at most ${most} characters.",
                mapping={"most": LONGEST_WORD},
            )
            raise WordRefused(field, message)
        return word

    @property
    def period(self) -> str:
        return period_of(self.request)

    @property
    def desk_url(self) -> str:
        return f"{self.context.absolute_url()}/@@search-desk"

    @property
    def desk_title(self) -> str:
        return self.translate(SearchDeskView.page_title)

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [
            (self.desk_title, self.desk_url),
            (self.translate(self.page_title), None),
        ]

    @property
    def fields(self) -> list[dict]:
        """The two inputs, in their order."""
        titles = {
            "query": _("label_word_asked", default="Residents ask for"),
            "meaning": _("label_meaning", default="What the portal calls it"),
        }
        return [
            {
                "name": name,
                "title": self.translate(title),
                "value": self.submitted(name),
                "css": "field error" if self.errors_of(name) else "field",
                "errors": self.errors_of(name),
                "invalid": "true" if self.errors_of(name) else None,
                "described": f"{name}-error" if self.errors_of(name) else None,
            }
            for name, title in titles.items()
        ]


def _said_of(words: dict[str, str], is_new: bool) -> Message:
    if is_new:
        return _(
            "message_synonym_added",
            default="“${query}” now finds what has “${meaning}”.",
            mapping=words,
        )
    return _(
        "message_synonym_known",
        default="“${query}” and “${meaning}” mean the same already.",
        mapping=words,
    )
