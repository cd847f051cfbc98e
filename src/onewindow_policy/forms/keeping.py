"""Keeping a form that is half filled in, so that its person goes on with it elsewhere."""

from collections.abc import Collection
from collections.abc import Mapping
from collective.easyform.api import get_actions
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.forms import nonces
from onewindow_policy.forms.earlier import EARLIER
from onewindow_policy.forms.earlier import renew_again
from onewindow_policy.forms.earlier import RENEWS
from onewindow_policy.forms.eligibility import MEETS
from onewindow_policy.forms.guardians import input_name
from onewindow_policy.forms.guardians import NUMBER
from onewindow_policy.forms.guardians import TITLES
from onewindow_policy.forms.inquired import INQUIRY
from onewindow_policy.forms.interfaces import IBankCard
from onewindow_policy.forms.interfaces import IRegisteringAction
from onewindow_policy.forms.interfaces import IResidentIdNumber
from onewindow_policy.forms.nonces import Nonce
from onewindow_policy.forms.sent import KEPT_PREFIX
from onewindow_policy.forms.shown import packed
from onewindow_policy.forms.shown import SentPage
from onewindow_policy.forms.shown import Shown
from onewindow_policy.forms.shown import unpacked
from onewindow_policy.forms.stepping import AT
from onewindow_policy.forms.stepping import WALKED
from onewindow_policy.forms.submissions import NONCE
from onewindow_policy.forms.submissions import Submission
from onewindow_policy.forms.submitted import PREFIX
from onewindow_policy.intake.api import drafts_of
from onewindow_policy.intake.api import keep_draft
from onewindow_policy.intake.api import keep_form
from onewindow_policy.intake.api import Kept
from onewindow_policy.intake.api import KEPT_NUMBER
from onewindow_policy.intake.api import open_draft
from onewindow_policy.intake.api import open_kept
from onewindow_policy.intake.api import OpenedForm
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import MailTemplate
from onewindow_policy.messages.api import post
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.attempts import count
from onewindow_policy.records.attempts import Limit
from onewindow_policy.records.attempts import require_fewer
from onewindow_policy.records.attempts import try_key
from onewindow_policy.typed.contacts import mail_address_of
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from typing import Any
from urllib.parse import urlencode
from zope.schema import getFieldsInOrder

#: Where people go on with a form, below the site.
RESUME_PAGE = "@@resume"

#: The button that keeps what was typed.
KEEP = "form.keep"

KEPT_MAIL = "forms.kept"

#: Names of what is kept besides answers, and of what was typed and is not.
_LEFT_OUT = "left_out"
_INPUTS = "inputs"

#: So that nobody has us fill a stranger's mailbox.
_MAILS = Limit(3, timedelta(days=1))

kept_mail = MailTemplate(
    _("mail_form_kept", default="A form that was kept half filled in"),
    _("mail_form_kept_subject", default="Your form is kept until ${day}: ${number}"),
    _(
        "mail_form_kept_text",
        default=(
            "You kept a form that is half filled in. It is there until ${day}, and nothing"
            " was sent yet.\n\nTo go on, open\n${url}\nand enter the number ${number} and"
            " the code that you were shown when you kept it. The code stands in no mail,"
            " so that nobody but you opens the form.\n\nIf you kept none, somebody mistyped"
            " their address: you need not do anything."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ResumedForm:
    """A form that was kept: what its page had shown, what was sent from there, and the
    fields that were answered and have to be answered anew. It is there until `until`."""

    page: SentPage
    inputs: Mapping[str, Any]
    left_out: Collection[str]
    until: datetime

    def give_back(self, request) -> None:
        """Let `request` send the form as it was kept."""
        request.form.clear()
        request.form.update(self.inputs)
        request.form[NONCE] = nonces.sealed(self.page.nonce, packed(self.page.shown))
        renew_again(request)


def resume_url(number: str = "") -> str:
    """Return the address of the page where people go on with a form, with its number filled
    in: that names it and opens nothing. The code never stands in an address."""
    url = f"{api.portal.get().absolute_url()}/{RESUME_PAGE}"
    return f"{url}?{urlencode({'number': number})}" if number else url


def keep(
    submission: Submission,
    shown: Shown,
    sent: Mapping[str, Any],
    schema,
    files: Mapping[str, Collection[str]],
) -> tuple[Kept, list[str]]:
    """Keep what was `sent` of a form; return how it is found again, and which fields of
    `schema` that were answered are left out.

    `shown` is what its page had shown, `files` are the ids of those that wait, by field. It
    is kept when Zope's transaction commits. Raises `TooManyTries`.
    """
    inputs, left_out = _inputs_in(sent, _secrets_of(schema))
    inputs |= {f"{KEPT_PREFIX}{name}": list(ids) for name, ids in files.items() if ids}
    kept = keep_form(
        submission.nonce_text,
        {_INPUTS: inputs, _LEFT_OUT: left_out},
        packed(shown),
        submission.address,
        submission.account,
    )
    return kept, left_out


def keep_as_draft(
    submission: Submission,
    shown: Shown,
    sent: Mapping[str, Any],
    files: Mapping[str, Collection[str]],
) -> Kept:
    """Keep what staff have typed at their window: all of it, since their account alone
    opens it. Arguments and errors are those of `keep`."""
    inputs, _left_out = _inputs_in(sent, ())
    inputs |= {f"{KEPT_PREFIX}{name}": list(ids) for name, ids in files.items() if ids}
    return keep_draft(
        submission.nonce_text,
        {_INPUTS: inputs, _LEFT_OUT: []},
        packed(shown),
        submission.address,
        submission.account,
    )


def resume_draft(number: str, account: str) -> ResumedForm:
    """Return a draft of `account`. Raises what `open_draft` does."""
    return _resumed(open_draft(number, account))


def begun_by(account: str) -> list[tuple[str, ResumedForm]]:
    """Return the drafts of an account, each with its number, the newest first."""
    return [(each.number, _resumed(each.form)) for each in drafts_of(account)]


def resume(number: str, code: str, address: str) -> ResumedForm:
    """Return the form that was kept under `number`. Raises what `open_kept` does."""
    return _resumed(open_kept(number, code, address))


def _resumed(opened: OpenedForm) -> ResumedForm:
    nonce = nonces.renewed(Nonce(bytes.fromhex(opened.nonce), 0))
    return ResumedForm(
        SentPage(nonce, unpacked(opened.page)),
        opened.answers[_INPUTS],
        opened.answers[_LEFT_OUT],
        opened.until,
    )


def _secrets_of(schema) -> frozenset[str]:
    """Return the fields whose answers are not kept: with them, whoever finds a number and
    its code could act in somebody's name or take their money."""
    return frozenset(
        name
        for name, field in getFieldsInOrder(schema)
        if IResidentIdNumber.providedBy(field) or IBankCard.providedBy(field)
    )


def _inputs_in(
    sent: Mapping[str, Any], secrets: Collection[str]
) -> tuple[dict[str, Any], list[str]]:
    """Return what is kept of what a browser sent: texts that were typed or chosen, and
    where somebody was; consents are given anew. And which of the `secrets` were typed."""
    others = {
        AT,
        WALKED,
        INQUIRY,
        RENEWS,
        EARLIER,
        *(input_name(part) for part in TITLES if part != NUMBER),
    }
    inputs: dict[str, Any] = {}
    left_out = []
    for name, value in sent.items():
        field = name.removeprefix(PREFIX) if name.startswith(PREFIX) else None
        if field in secrets:
            left_out += [field] if value else []
        elif field is None and name not in others and not name.startswith(MEETS):
            continue
        elif isinstance(value, str):
            inputs[name] = value
        elif isinstance(value, list):
            inputs[name] = [each for each in value if isinstance(each, str)]
    return inputs, left_out


def tell(kept: Kept, form, sent: Mapping[str, Any], request) -> bool:
    """Write to the mail address that was left in a form where it is found: all but the
    code. Return whether that was done. It is sent when Zope's transaction has committed.

    Nobody has proved that the address is theirs: mistyped, it would open what was typed to
    a stranger.
    """
    recipient = _mail_in(form, sent)
    if recipient is None or not is_offered(MAIL):
        return False
    session, now = write_session(), utc_now()
    key = try_key("mails of kept forms", recipient.lower())
    try:
        require_fewer(session, key, [_MAILS], now, TooManyTries)
    except TooManyTries:
        return False
    count(session, key, now)
    language = language_of(request)
    post(
        KEPT_MAIL,
        recipient,
        {
            "number": KEPT_NUMBER.text(kept.number),
            "day": last_day(kept.until, language),
            "url": resume_url(),
        },
        subject=f"kept form {kept.number}",
        data_key=kept.data_key,
        language=language,
    )
    return True


def last_day(until: datetime, language: str) -> str:
    """Return the last day on which a form that is kept `until` then is there."""
    return Words(language).day(local_date(until - timedelta(seconds=1)))


def _mail_in(form, sent: Mapping[str, Any]) -> str | None:
    """Return the mail address of the applicant, None where none was left."""
    for _name, action in getFieldsInOrder(get_actions(form)):
        field = getattr(action, "applicant_email", None)
        if field and IRegisteringAction.providedBy(action):
            text = sent.get(f"{PREFIX}{field}")
            return mail_address_of(text.strip()) if isinstance(text, str) else None
    return None
