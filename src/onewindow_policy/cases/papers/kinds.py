"""The kinds of papers (文书), as data.

What each is called is what it is titled in print; which of them the law or rules of cities
ask for stands with each. A transition names the one that it makes (see `states`).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from onewindow_policy import _
from onewindow_policy.cases.states import ACCEPTANCE
from onewindow_policy.cases.states import COMPLETION
from onewindow_policy.cases.states import CONDITIONAL_ACCEPTANCE
from onewindow_policy.cases.states import EXTENSION
from onewindow_policy.cases.states import NON_ACCEPTANCE
from onewindow_policy.cases.states import NOTICE
from onewindow_policy.cases.states import PROOF_OF_DELIVERY
from onewindow_policy.cases.states import RECEIPT
from onewindow_policy.cases.states import REFUSAL
from onewindow_policy.cases.states import SUSPENSION
from zope.i18nmessageid import Message

#: In whose name a paper is issued: of the window that has the case, or of the unit whose
#: decision it is, where there is one.
WINDOW, ACCEPTING, DECIDING = "window", "accepting", "deciding"


@cache
def _source(name: str) -> str:
    return (files(__package__) / "templates" / f"{name}.typ").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper: its name in code, its title, who issues it, and which values its
    template needs besides those of all papers (see `values`).

    `names_person` says whether it names its person in full: what only tells that something
    came in is also shown to whoever merely holds it.
    """

    code: str
    title: Message
    issuer: str
    needs: tuple[str, ...]
    names_person: bool = True

    @property
    def template(self) -> str:
        """The source of its template."""
        return _source("head") + _source(self.code)


_KINDS = (
    # Regulations of cities ask for a voucher of what was taken in, beside that of
    # acceptance.
    PaperKind(
        RECEIPT,
        _("paper_receipt", default="Receipt"),
        WINDOW,
        ("channel", "handed_in", "answer", "term"),
        names_person=False,
    ),
    # All that is missing, told once: Administrative Licensing Law (行政许可法) art. 32
    # para. 1 no. 4; its contents are those that cities and counties publish for it.
    PaperKind(
        NOTICE,
        _("paper_notice", default="Notice of what is missing"),
        ACCEPTING,
        ("reason", "missing", "guide", "term"),
    ),
    # A dated paper with the seal about acceptance, or none: art. 32 para. 2.
    PaperKind(
        ACCEPTANCE,
        _("paper_acceptance", default="Notice of acceptance"),
        ACCEPTING,
        ("handed_in", "term", "due"),
    ),
    PaperKind(
        NON_ACCEPTANCE,
        _("paper_non_acceptance", default="Notice of non-acceptance"),
        ACCEPTING,
        ("reason", "ground", "remedy"),
    ),
    # What follows, by when, and what happens if it does not: rules of procedure of civil
    # affairs departments on 容缺受理.
    PaperKind(
        CONDITIONAL_ACCEPTANCE,
        _("paper_conditional_acceptance", default="Notice of conditional acceptance"),
        ACCEPTING,
        ("missing", "until", "term"),
    ),
    # How long something takes that does not count is told in writing: art. 45.
    PaperKind(
        SUSPENSION,
        _("paper_suspension", default="Notice of a special procedure"),
        DECIDING,
        ("reason", "term"),
    ),
    # With its reason: art. 42.
    PaperKind(
        EXTENSION,
        _("paper_extension", default="Notice of extension"),
        DECIDING,
        ("reason", "days", "due"),
    ),
    PaperKind(
        COMPLETION,
        _("paper_completion", default="Notice of completion"),
        DECIDING,
        ("result",),
    ),
    # In writing, with reasons and remedies: art. 38 para. 2.
    PaperKind(
        REFUSAL,
        _("paper_refusal", default="Decision of refusal"),
        DECIDING,
        ("reason", "guide", "remedy"),
    ),
    PaperKind(
        PROOF_OF_DELIVERY,
        _("paper_proof_of_delivery", default="Proof of delivery"),
        DECIDING,
        ("result", "delivery"),
    ),
)

KINDS = {kind.code: kind for kind in _KINDS}
