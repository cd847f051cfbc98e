"""The kinds of papers (文书), as data.

What each is called is what it is titled in print; which of them the law or rules of cities
ask for stands with each. A transition names the one that it makes (see `states`).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from onewindow_policy import _
from onewindow_policy.cases.states import ACCEPTANCE
from onewindow_policy.cases.states import COMMITMENT
from onewindow_policy.cases.states import COMPLETION
from onewindow_policy.cases.states import CONDITIONAL_ACCEPTANCE
from onewindow_policy.cases.states import CONDITIONAL_PROMISE
from onewindow_policy.cases.states import CORRECTION
from onewindow_policy.cases.states import DEFERRAL
from onewindow_policy.cases.states import EXTENSION
from onewindow_policy.cases.states import NON_ACCEPTANCE
from onewindow_policy.cases.states import NOTICE
from onewindow_policy.cases.states import PROOF_OF_DELIVERY
from onewindow_policy.cases.states import PUBLIC_NOTICE
from onewindow_policy.cases.states import RECEIPT
from onewindow_policy.cases.states import RECTIFICATION
from onewindow_policy.cases.states import REFUSAL
from onewindow_policy.cases.states import RETURN_OF_APPLICATION
from onewindow_policy.cases.states import RETURN_OF_ORIGINALS
from onewindow_policy.cases.states import REVOCATION
from onewindow_policy.cases.states import SUSPENSION
from zope.i18nmessageid import Message

#: In whose name a paper is issued: of the window that has the case, or of the unit whose
#: decision it is, where there is one.
WINDOW, ACCEPTING, DECIDING = "window", "accepting", "deciding"

#: How a paper names its person: what only tells that something came in is also shown to
#: whoever merely holds it, and what hangs on a board to everybody.
IN_FULL = "in full"
BY_SURNAME = "by surname and marks"
BY_ENDS = "by first and last character"


@cache
def _source(name: str) -> str:
    return (files(__package__) / "templates" / f"{name}.typ").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper: its name in code, its title, who issues it, and which values its
    template needs besides those of all papers (see `values`).

    `person` says how it names its person; `head` is the beginning of its template.
    """

    code: str
    title: Message
    issuer: str
    needs: tuple[str, ...]
    person: str = IN_FULL
    head: str = "head"

    @property
    def template(self) -> str:
        """The source of its template."""
        return _source(self.head) + _source(self.code)


_KINDS = (
    # Regulations of cities ask for a voucher of what was taken in, beside that of
    # acceptance.
    PaperKind(
        RECEIPT,
        _("paper_receipt", default="Receipt"),
        WINDOW,
        ("channel", "handed_in", "answer", "term", "result_way"),
        person=BY_SURNAME,
    ),
    # All that is missing, told once: Administrative Licensing Law (行政许可法) art. 32
    # para. 1 no. 4; its contents are those that cities and counties publish for it. The
    # person may state their case and defend themselves: art. 7.
    PaperKind(
        NOTICE,
        _("paper_notice", default="Notice of what is missing"),
        ACCEPTING,
        ("reason", "missing", "guide", "term", "defence"),
    ),
    # A dated paper with the seal about acceptance, or none: art. 32 para. 2. Where nobody
    # said anything in time, it is accepted from the day of receipt: para. 1 no. 4.
    PaperKind(
        ACCEPTANCE,
        _("paper_acceptance", default="Notice of acceptance"),
        ACCEPTING,
        ("accepted", "handed_in", "term", "due"),
    ),
    PaperKind(
        NON_ACCEPTANCE,
        _("paper_non_acceptance", default="Notice of non-acceptance"),
        ACCEPTING,
        ("reason", "ground", "legal_ground", "defence", "remedy"),
    ),
    # What follows, by when, and what happens if it does not: rules of procedure of civil
    # affairs departments on 容缺受理.
    PaperKind(
        CONDITIONAL_ACCEPTANCE,
        _("paper_conditional_acceptance", default="Notice of conditional acceptance"),
        ACCEPTING,
        ("missing", "until", "term"),
    ),
    # In two copies beside it, for the applicant to sign: the same rules.
    PaperKind(
        CONDITIONAL_PROMISE,
        _("paper_conditional_promise", default="Promise of papers to follow"),
        ACCEPTING,
        ("missing", "until", "consequence"),
    ),
    # Force majeure moves the day: the same rules.
    PaperKind(
        DEFERRAL,
        _("paper_deferral", default="Notice of a later day for papers"),
        ACCEPTING,
        ("reason", "missing", "until"),
    ),
    # What is told and what is promised, in writing: 国办发〔2020〕42号.
    PaperKind(
        COMMITMENT,
        _("paper_commitment", default="Commitment"),
        ACCEPTING,
        ("missing", "words", "consequence"),
    ),
    # What is not so is put right within days, or else revoked: rules of cities on 告知承诺.
    PaperKind(
        RECTIFICATION,
        _("paper_rectification", default="Notice to put a commitment right"),
        DECIDING,
        ("reason", "missing", "rectify_by", "consequence"),
    ),
    # A decision against its person: with reasons and remedies, as a refusal.
    PaperKind(
        REVOCATION,
        _("paper_revocation", default="Decision of revocation"),
        DECIDING,
        ("reason", "missing", "voided", "remedy"),
    ),
    # What was told by mistake is taken back in writing, as it was told.
    PaperKind(
        CORRECTION,
        _("paper_correction", default="Notice of a correction"),
        ACCEPTING,
        ("reason", "corrected", "voided"),
    ),
    # How long something takes that does not count is told in writing: art. 45.
    PaperKind(
        SUSPENSION,
        _("paper_suspension", default="Notice of a special procedure"),
        DECIDING,
        ("reason", "pause"),
    ),
    # The least that is needed on a board (Personal Information Protection Law,
    # 个人信息保护法, art. 6): no number, address, phone or illness, and a name in part.
    PaperKind(
        PUBLIC_NOTICE,
        _("paper_public_notice", default="Public notice"),
        ACCEPTING,
        ("notice",),
        person=BY_ENDS,
        head="board_head",
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
        ("result", "decision"),
    ),
    # In writing, with reasons and remedies: art. 38 para. 2.
    PaperKind(
        REFUSAL,
        _("paper_refusal", default="Decision of refusal"),
        DECIDING,
        ("reason", "guide", "legal_ground", "decision", "defence", "remedy"),
    ),
    PaperKind(
        PROOF_OF_DELIVERY,
        _("paper_proof_of_delivery", default="Proof of delivery"),
        DECIDING,
        ("result", "delivery"),
    ),
    # What is theirs goes back against signature; a practice of windows, no rule is known.
    PaperKind(
        RETURN_OF_ORIGINALS,
        _("paper_return_of_originals", default="Receipt for originals"),
        WINDOW,
        ("returned",),
    ),
    # That nothing was decided, why, and what went back; a practice of windows as well.
    PaperKind(
        RETURN_OF_APPLICATION,
        _("paper_return_of_application", default="Receipt for a returned application"),
        ACCEPTING,
        ("reason", "handed_in"),
    ),
)

KINDS = {kind.code: kind for kind in _KINDS}
