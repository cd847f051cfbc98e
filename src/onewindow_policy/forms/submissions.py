"""A submission on its way from a resident's browser to a record.

The form makes it, its widgets and actions find it at the request: which rendered form it
came from, from where, with which files, and what became of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import field
from datetime import timedelta
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.forms import nonces
from onewindow_policy.forms.eligibility import Finding
from onewindow_policy.forms.exceptions import NonceForged
from onewindow_policy.forms.exceptions import SubmissionHeld
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.forms.guardians import Guardian
from onewindow_policy.forms.inquired import Inquired
from onewindow_policy.forms.nonces import Nonce
from onewindow_policy.forms.shown import read_page
from onewindow_policy.forms.shown import SentPage
from onewindow_policy.forms.uploads import HandedInFile
from onewindow_policy.intake.api import filing_account
from onewindow_policy.intake.api import filing_role
from onewindow_policy.intake.api import parked_content
from onewindow_policy.intake.api import parked_files
from onewindow_policy.intake.api import ParkedFile
from onewindow_policy.origins.api import is_foreign
from onewindow_policy.pages.api import hotline
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import check_write
from onewindow_policy.records.api import DatabaseUnavailable
from plone import api
from zExceptions import Forbidden
from zope.annotation.interfaces import IAnnotations
from zope.i18nmessageid import Message

#: Inputs of the form besides its fields.
NONCE = "form.nonce"
AGAIN = "form.again"
#: Says that the form was held for where it came from, and shown again on our own page.
ELSEWHERE = "form.elsewhere"
#: An input that people do not see and programs like to fill in.
HONEYPOT = "form.homepage"

#: Nobody reads a form and fills it in within this time.
SHORTEST_FILLING = timedelta(seconds=3)

_ANNOTATION = "onewindow_policy.forms.submission"

_STALE = _(
    "error_form_stale",
    default=(
        "This page was open for a long time. All that you entered is still here: please"
        " look it over and send it once more."
    ),
)
_ELSEWHERE = _(
    "error_form_elsewhere",
    default=(
        "Your browser does not say that this was sent from a page of ours, so that we did"
        " not take it in. All that you entered is still here, on our own page now: please"
        " look it over and send it once more."
    ),
)
_TOO_FAST = _(
    "error_form_too_fast",
    default="That was very fast. Please look over what you entered and send it again.",
)
_FILLED_BY_A_PROGRAM = _(
    "error_form_trap",
    default=(
        "Something filled in a box that has to stay empty, perhaps your browser by itself."
        " We emptied it: please look over what you entered, and send it once more."
    ),
)


def _always_elsewhere() -> Message:
    return _(
        "error_form_always_elsewhere",
        default=(
            "Nothing was sent. Your browser says of our own page, too, that it is another"
            " site's; sending it once more does not help. Please try another browser, go"
            " to the window, or call ${hotline}. What you entered is still here."
        ),
        mapping={"hotline": hotline()},
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody gets for what was registered: the kind of the record (see
    `IRegistering`), its number, and what opens its page, where that is not for everybody.
    `is_at_window` says that a member of staff is who gets it.
    """

    kind: str
    number: str
    token: str = field(default="", repr=False)
    is_at_window: bool = False


@dataclass
class Submission:
    """What there is to know of a rendered form besides its answers.

    `receipt` is set by the action that made a record of it; `guardian` is who consents
    for a child; `asks_again` says that the resident must confirm what the page warns of;
    `infected` are the ids of files that wait no longer, since a virus was found in them;
    `fault` is why files that wait from an earlier try could not be looked up; `uploads` are
    what was found of each file that came with the request, or why it is not taken;
    `content` tells what was sent from anything else (see `sent`); `earlier_nonce` is what
    the form came with that is another one now; `page` is what came back of the page that
    was sent, None where nothing of ours did; `is_from_elsewhere` says that the browser took
    the page that it came from for another site's, now or before; `findings` are what is
    known of the conditions of the guide; `taken_in_at` is the code of the community whose
    window takes it in, None where residents send it themselves; `inquired` is what they
    asked before, None where they did not say so; `takes_over` the number of the earlier
    application whose answers the form was filled in with, `applied_before` of the one from
    which a window makes it, None for none.
    """

    form_uid: str
    address: str
    nonce: Nonce
    page: SentPage | None = None
    consents: frozenset[str] = frozenset()
    guardian: Guardian | None = None
    notice_version: str = ""
    asks_again: bool = False
    is_confirmed: bool = False
    receipt: Receipt | None = None
    fault: DatabaseUnavailable | None = None
    infected: set[str] = field(default_factory=set)
    uploads: dict[int, HandedInFile | UnfitFile] = field(
        default_factory=dict, repr=False
    )
    content: str = field(default="", repr=False)
    earlier_nonce: Nonce | None = None
    is_from_elsewhere: bool = False
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    taken_in_at: str | None = None
    inquired: Inquired | None = None
    takes_over: str | None = None
    applied_before: str | None = None

    @cached_property
    def account(self) -> str | None:
        """Who of the staff files this for a resident, None for all others."""
        return filing_account(api.user.get_current())

    @property
    def filed_as(self) -> str | None:
        """In which role `account` files this, None where it is taken in at a window, and
        for all others."""
        if self.account is None or self.taken_in_at is not None:
            return None
        return filing_role(api.user.get_current())

    @property
    def nonce_text(self) -> str:
        """The nonce as records keep it."""
        return self.nonce.value.hex()

    def begin_another(self) -> None:
        """Let the page that is shown again be another form: what it came with was sent."""
        self.earlier_nonce = self.nonce
        self.nonce = nonces.another(self.nonce)


def begin_submission(form, request) -> Submission:
    """Return what `request` says of the submission of `form`, and keep it there.

    Where the form was not sent, or nothing of ours came with it, it is a new one.
    """
    try:
        page = read_page(request.form.get(NONCE))
        nonce = page.nonce
    except NonceForged:
        page, nonce = None, nonces.new_nonce()
    submission = Submission(form.UID(), request.getClientAddr(), nonce, page)
    submission.is_confirmed = bool(text_of(request, AGAIN))
    submission.is_from_elsewhere = bool(text_of(request, ELSEWHERE))
    IAnnotations(request)[_ANNOTATION] = submission
    return submission


def submission_of(request) -> Submission | None:
    """Return what `begin_submission` kept, None where no registering form is about."""
    return IAnnotations(request).get(_ANNOTATION)


def require_genuine(submission: Submission, request) -> None:
    """Raise `SubmissionHeld` unless a person sent the form from a page of ours.

    The form is shown again, filled; what is wrong is renewed with it, so that a person
    only has to send it once more: then it comes from our page. Whose browser says even of
    that page that it is another's is told that no further press helps. Where a browser
    says nothing, there is nothing to take for wrong: visitors have no authority that
    another site could borrow.
    """
    is_stale = _renew_nonce(submission)
    if is_foreign(request, is_null_missing=api.user.is_anonymous()):
        again, submission.is_from_elsewhere = submission.is_from_elsewhere, True
        raise SubmissionHeld(_always_elsewhere() if again else _ELSEWHERE)
    if is_stale:
        raise SubmissionHeld(_STALE)
    if text_of(request, HONEYPOT):
        raise SubmissionHeld(_FILLED_BY_A_PROGRAM)
    if submission.nonce.age_seconds < SHORTEST_FILLING.total_seconds():
        raise SubmissionHeld(_TOO_FAST)


def require_from_window(submission: Submission, request) -> None:
    """Raise `SubmissionHeld` unless staff sent the form from a page of ours: whoever is
    logged in has a token there. How fast they are is no sign of a program."""
    is_stale = _renew_nonce(submission)
    try:
        check_write(request)
    except Forbidden as error:
        raise SubmissionHeld(_STALE) from error
    if is_stale:
        raise SubmissionHeld(_STALE)


def _renew_nonce(submission: Submission) -> bool:
    """Return whether what came with the form has to be made anew; then it is."""
    if submission.page is None:
        return True
    if is_stale := submission.nonce.is_stale:
        submission.nonce = nonces.renewed(submission.nonce)
    return is_stale


def parked_for(
    submission: Submission, field_name: str, wanted: Collection[str]
) -> list[ParkedFile]:
    """Return those of the files that wait for a field of this form whose id is wanted.

    With the database out of order they have no names: the form keeps them, and cannot be
    taken in (see `Submission.fault`).
    """
    try:
        waiting = parked_files(submission.nonce_text)
    except DatabaseUnavailable as error:
        submission.fault = error
        return [ParkedFile(each, field_name, "", "", 0) for each in wanted]
    return [
        file for file in waiting if file.field_name == field_name and file.id in wanted
    ]


def read_parked(submission: Submission, file: ParkedFile) -> HandedInFile | None:
    """Return a parked file, None when its time was over meanwhile."""
    content = parked_content(submission.nonce_text, file.id)
    if content is None:
        return None
    return HandedInFile(file.name, file.media_type, content)
