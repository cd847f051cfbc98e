"""`@@onewindow-paper-wording?paper=…`: the sentences of a paper, looked at as a PDF before
they hold, and all versions that there were."""

from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.editing.api import save_of_version
from onewindow_policy.pages.api import text_of
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.wordings.browser.papers import TITLE
from onewindow_policy.wordings.checking import require_fit
from onewindow_policy.wordings.exceptions import PaperUnworded
from onewindow_policy.wordings.exceptions import WordingChanged
from onewindow_policy.wordings.exceptions import WordingError
from onewindow_policy.wordings.exceptions import WordingUnfit
from onewindow_policy.wordings.papers import keep_wording
from onewindow_policy.wordings.papers import SHIPPED
from onewindow_policy.wordings.papers import worded_paper
from onewindow_policy.wordings.papers import WordedPaper
from onewindow_policy.wordings.papers import Wording
from onewindow_policy.wordings.papers import wording_in
from onewindow_policy.wordings.papers import wording_of
from onewindow_policy.wordings.papers import wording_versions
from onewindow_policy.wordings.sentences import Sentence
from plone import api
from zope.i18nmessageid import Message

KEPT = _(
    "message_wording_kept",
    default=(
        "Saved. Papers that are issued from now on say this; those that were issued stay as"
        " they are."
    ),
)
NOT_PRINTED = _(
    "error_wording_not_printed",
    default=(
        "The paper could not be printed just now. Nothing was changed; try again in a few"
        " minutes, or tell whoever operates the portal."
    ),
)

#: A number of a version in an address.
_LONGEST_NUMBER = 6
_LONGEST_NAME = 60
_NO_VERSION = -1
_LEAST_ROWS = 3


class WordingView(PostView):
    """Shows the sentences of a paper, previews what was typed, and keeps it."""

    refusals = (WordingError,)
    unknown = (PaperUnworded,)
    #: What holds, and what the fields begin with.
    held = begun_with = Wording(SHIPPED)
    #: Whether somebody else has saved meanwhile, which the page shows now.
    is_overtaken = False
    #: What was looked at, as a PDF.
    sample: bytes | None = None

    def read(self) -> None:
        """See `PostView`."""
        self.held = self.begun_with = wording_of(self.paper.name)
        asked = (
            "" if self.is_sent else text_of(self.request, "version", _LONGEST_NUMBER)
        )
        if asked:
            number = int(asked) if asked.isdecimal() else _NO_VERSION
            self.begun_with = wording_in(self.paper.name, number)

    def answer(self):
        """See `PostView`; a preview is a PDF in the place of the page."""
        page = super().answer()
        if self.sample is None:
            return page
        response = self.request.response
        response.setHeader("Content-Type", "application/pdf")
        response.setHeader("Content-Disposition", 'inline; filename="sample.pdf"')
        return self.sample

    def act(self):
        """See `PostView`."""
        if "preview" in self.request.form:
            self._look()
            return None
        keep_wording(
            *(self.paper, self.typed, self.user_id), version=self.submitted_version
        )
        return KEPT, self.own_url

    def _look(self) -> None:
        require_fit(self.paper.sentences, self.typed, self.paper.samples)
        try:
            self.sample = self.paper.preview(self.typed)
        except PrintFailed:
            self.explain(503, [Problem("", NOT_PRINTED)])

    def problems_of(self, error: Exception):
        """See `PostView`."""
        if isinstance(error, WordingUnfit):
            return [Problem(name, self._at(name, said)) for name, said in error.faults]
        self.is_overtaken = isinstance(error, WordingChanged)
        return super().problems_of(error)

    def _at(self, name: str, fault: Message) -> Message:
        """Return what is wrong, with the sentence that it is in."""
        (sentence,) = (each for each in self.paper.sentences if each.name == name)
        return _(
            "error_at_sentence",
            default="${sentence}: ${fault}",
            mapping={"sentence": sentence.title, "fault": fault},
        )

    @cached_property
    def paper(self) -> WordedPaper:
        """The paper that was asked for. Raises `PaperUnworded`."""
        return worded_paper(text_of(self.request, "paper", _LONGEST_NAME))

    @property
    def page_title(self) -> str:
        words = _(
            "title_paper_wording",
            default="Wording: ${paper}",
            mapping={"paper": self.translate(self.paper.title)},
        )
        return self.translate(words)

    @property
    def user_id(self) -> str:
        return api.user.get_current().getId()

    @property
    def own_url(self) -> str:
        return f"{self.post_url}?paper={self.paper.name}"

    @property
    def post_url(self) -> str:
        return f"{self.site_url}/@@onewindow-paper-wording"

    @property
    def list_url(self) -> str:
        return f"{self.site_url}/@@onewindow-paper-words"

    @property
    def list_title(self) -> str:
        return self.translate(TITLE)

    @cached_property
    def typed(self) -> dict[str, str]:
        """What was typed, each sentence without the space around it."""
        return {
            each.name: self.submitted(each.name).strip()
            for each in self.paper.sentences
        }

    @property
    def version(self) -> int:
        """The version that was looked at: that which holds, once it is shown."""
        is_kept = self.is_sent and not self.is_overtaken
        return self.submitted_version if is_kept else self.held.version

    @property
    def is_begun_with_other(self) -> bool:
        """Whether the fields have another version than the one that holds."""
        return self.begun_with.version != self.held.version

    @property
    def fields(self) -> list[dict]:
        """The sentences, each with what stands in its field."""
        standing = {**self.paper.shipped, **self.held.sentences}
        begun = {**self.paper.shipped, **self.begun_with.sentences}
        shown = self.typed if self.is_sent else begun
        return [
            self._field(each, shown[each.name], standing[each.name])
            for each in self.paper.sentences
        ]

    def _field(self, sentence: Sentence, text: str, standing: str) -> dict:
        name, errors = sentence.name, self.errors_of(sentence.name)
        said = {
            "help": sentence.needs,
            "error": errors,
            "standing": self.is_overtaken and standing != text,
        }
        return {
            "name": name,
            "title": self.translate(sentence.title),
            "text": text,
            "is_line": sentence.is_line,
            "rows": max(_LEAST_ROWS, len(text.splitlines()) + 1),
            "errors": errors,
            "needs": "、".join(f"${{{each}}}" for each in sentence.needs),
            "standing": standing if said["standing"] else None,
            # What there is of these stands beside the input.
            "described_by": " ".join(f"{name}-{each}" for each in said if said[each])
            or None,
        }

    @property
    def variables(self) -> list[dict]:
        """The variables that there are, each with what it may say."""
        return [
            {"name": f"${{{name}}}", "sample": sample}
            for name, sample in self.paper.samples.items()
        ]

    @property
    def history(self) -> list[dict]:
        """All versions, the last one first, and what is shipped at the end."""
        rows = [
            {
                "version": each["version"],
                "save": save_of_version(each),
                **self._said(each["sentences"], each["version"]),
            }
            for each in reversed(wording_versions(self.paper.name))
        ]
        shipped = {"version": SHIPPED, "save": None, **self._said({}, SHIPPED)}
        return [*rows, shipped]

    def _said(self, sentences: Mapping[str, str], version: int) -> dict:
        said = {**self.paper.shipped, **sentences}
        return {
            "is_shipped": not sentences,
            "is_held": version == self.held.version,
            "url": f"{self.own_url}&version={version}",
            "sentences": [
                {"title": self.translate(each.title), "lines": lines}
                for each in self.paper.sentences
                if (lines := said[each.name].splitlines())
            ],
        }
