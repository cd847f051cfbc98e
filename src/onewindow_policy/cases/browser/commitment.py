"""Committing oneself instead of proving something (告知承诺), without an account."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.browser.track import TrackView
from onewindow_policy.cases.committing.online import commit_online
from onewindow_policy.cases.committing.online import take_back_online
from onewindow_policy.cases.committing.rules import committable_by_guide
from onewindow_policy.cases.committing.words import commitment_words
from onewindow_policy.cases.committing.words import TITLES
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.promising.exceptions import PromiseBarred
from onewindow_policy.cases.states import AGREED
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import TO_ACCEPT
from onewindow_policy.cases.states import WORDS
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.forms.api import PROMISE
from onewindow_policy.pages.api import text_of

AGREE_FIRST = _(
    "error_commitment_agreed",
    default=(
        "Read what you are told, then tick the box: without that no commitment counts."
    ),
)
BARRED = _(
    "error_commitment_barred",
    default=(
        "An earlier promise was not kept, so none is taken now. Please hand in the papers"
        " themselves, or ask at the window."
    ),
)
TOO_LATE = _(
    "error_commitment_too_late",
    default=(
        "This is not possible any more: the application has gone on meanwhile. Look below"
        " how it stands."
    ),
)


class CommitmentView(TrackView):
    """`@@commitment`: opened by number and query code from receipt or progress. It tells
    what the city tells whoever commits themselves, and takes that; or takes it back.

    It needs no other token, as who has the code may withdraw as well.
    """

    page_title = _("title_commitment", default="Commit yourself instead of a paper")
    was_committed = False
    was_taken_back = False
    asks_to_take_back = False

    def answer(self):
        if self.request.method != "POST":
            self.request.response.redirect(self.track_url)
            return ""
        if self.is_of_ended_visit:
            self.request.form.clear()
        self._open()
        form = self.request.form
        if self.case is not None and "commit" in form:
            self._commit()
        elif self.case is not None and "take_back_confirmed" in form:
            self._take_back()
        self.asks_to_take_back = (
            "take_back" in form and self.case is not None and self.case.can_take_back
        )
        return self.index()

    @property
    def commitment_url(self) -> str:
        return f"{self.site_url}/@@commitment"

    @cached_property
    def words_told(self):
        """The words that count now for the service, None where there are none."""
        return commitment_words(self.case.item_code)

    @property
    def told(self) -> list[dict[str, str]]:
        """What the city tells, in its own words."""
        if self.words_told is None:
            return []
        return [
            {"label": self.words(title), "text": getattr(self.words_told, name)}
            for name, title in TITLES.items()
        ]

    @property
    def choices(self) -> list[dict]:
        """The materials for which a commitment will do and none stands yet; those that the
        applicant chose, when sending or in the form, are ticked."""
        chosen = self._sent_materials()
        if "commit" not in self.request.form:
            chosen = [each.material for each in self.case.ways if each.way == PROMISE]
        return [
            {
                "id": f"material-{number}",
                "code": code,
                "name": name,
                "is_chosen": code in chosen,
            }
            for number, (code, name) in enumerate(self._committable.items())
        ]

    @property
    def standing(self) -> list[str]:
        """The names of the materials for which a commitment stands."""
        names = {each.code: each.name for each in self._materials}
        return [names.get(code, code) for code in sorted(self.case.committed)]

    @property
    def is_agreed(self) -> bool:
        """Whether the box comes back ticked: not where other words are told now."""
        sent = text_of(self.request, WORDS)
        is_same = self.words_told is not None and sent == self.words_told.version
        return is_same and text_of(self.request, AGREED) == "1"

    @property
    def summary(self) -> list[dict[str, str]]:
        """What is wrong, each with the place where it is put right."""
        ids = {MATERIALS: "materials", AGREED: "agreed"}
        return [
            {"id": ids[name], "text": text}
            for name, text in self.problems.items()
            if name in ids
        ]

    @cached_property
    def _committable(self) -> dict[str, str]:
        case = self.case
        if case.state not in TO_ACCEPT:
            return {}
        allowed = committable_by_guide(case.item_code, case.community_code)
        return {
            code: name for code, name in allowed.items() if code not in case.committed
        }

    def _sent_materials(self) -> list[str]:
        sent = self.request.form.get(MATERIALS) or []
        return [
            each
            for each in (sent if isinstance(sent, list) else [sent])
            if isinstance(each, str)
        ]

    def _commit(self) -> None:
        address = self.request.getClientAddr()
        try:
            self.case = commit_online(
                self.case.number,
                self.code,
                address,
                self._sent_materials(),
                agreed=text_of(self.request, AGREED),
                words=text_of(self.request, WORDS),
            )
        except TransitionNotPossible:
            self._say(409, "", TOO_LATE)
            self.case = open_by_code(self.case.number, self.code, address)
        except PromiseBarred:
            self._say(409, "", BARRED)
        except FactMissing as error:
            if error.field != AGREED:
                self._say(422, error.field, error.message)
            if text_of(self.request, AGREED) != "1":
                self._say(422, AGREED, AGREE_FIRST)
        except CaseError as error:
            self._say(422, getattr(error, "field", None) or "", error.message)
        else:
            self.was_committed = True

    def _take_back(self) -> None:
        address = self.request.getClientAddr()
        try:
            self.case = take_back_online(self.case.number, self.code, address)
        except TransitionNotPossible:
            self._say(409, "", TOO_LATE)
            self.case = open_by_code(self.case.number, self.code, address)
        else:
            self.was_taken_back = True

    def _say(self, status: int, name: str, message) -> None:
        self.request.response.setStatus(status)
        self.problems[name] = self.words(message)
