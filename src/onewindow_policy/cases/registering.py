"""Services that are applied for by their form."""

from collections.abc import Callable
from collections.abc import Iterator
from collective.easyform.api import get_context
from collective.easyform.api import get_schema
from collective.easyform.config import FORM_ERROR_MARKER
from dataclasses import asdict
from dataclasses import replace
from functools import partial
from onewindow_policy import _
from onewindow_policy.cases.acting import ACTING
from onewindow_policy.cases.acting import acting_guardian
from onewindow_policy.cases.acting import are_same
from onewindow_policy.cases.acting import with_guardian
from onewindow_policy.cases.addresses import taken_in_url
from onewindow_policy.cases.atwindow import tell_of_open_case
from onewindow_policy.cases.browser.receipt import hand_over_receipt
from onewindow_policy.cases.conditions import as_answers
from onewindow_policy.cases.handingout.following import destination_of
from onewindow_policy.cases.knowing import known_of
from onewindow_policy.cases.linking.choosing import earlier_case_of
from onewindow_policy.cases.linking.reading import Link
from onewindow_policy.cases.papers.kinds import RECEIPT
from onewindow_policy.cases.papers.matters import matter_of_new
from onewindow_policy.cases.papers.values import draft_of
from onewindow_policy.cases.process.freezing import decided_by
from onewindow_policy.cases.process.freezing import steps_for
from onewindow_policy.cases.reaching import as_chosen
from onewindow_policy.cases.repeats import has_open_case
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import NewCase
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.submissions import registered_earlier
from onewindow_policy.cases.submissions import RegisteredCase
from onewindow_policy.cases.units import units_for
from onewindow_policy.communities.api import get_district
from onewindow_policy.forms.api import answer_text
from onewindow_policy.forms.api import choices_of_city
from onewindow_policy.forms.api import chosen_way
from onewindow_policy.forms.api import chosen_ways
from onewindow_policy.forms.api import handed_in_files
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.forms.api import item_of
from onewindow_policy.forms.api import kept_months
from onewindow_policy.forms.api import OWN_AGENT
from onewindow_policy.forms.api import plain_answers
from onewindow_policy.forms.api import Receipt
from onewindow_policy.forms.api import RESULT_ADDRESS
from onewindow_policy.forms.api import RESULT_NAMES
from onewindow_policy.forms.api import result_ways
from onewindow_policy.forms.api import UNKNOWN_COMMUNITY
from onewindow_policy.forms.api import version_of
from onewindow_policy.forms.api import withdrawn_months
from onewindow_policy.forms.exceptions import SubmissionRefused
from onewindow_policy.forms.interfaces import IRegistering
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.released import released_guides
from onewindow_policy.intake.api import count_submission
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.pages.api import hotline
from onewindow_policy.records.api import SentOtherwise
from onewindow_policy.records.api import utc_now
from onewindow_policy.typed.contacts import mail_address_of
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from zope.i18nmessageid import Message
from zope.interface import implementer

import hashlib

#: Among the consents of a case: that its person agreed to have earlier answers used.
TAKEN_OVER = "taken_over"

_NO_ITEM = _(
    "error_form_without_item",
    default=(
        "This form belongs to no service, so that nobody would handle it. Please ask at"
        " the window; nothing was sent."
    ),
)
_OPEN_CASE = _(
    "warning_open_case",
    default=(
        "It seems that an application for this service is being handled already. Look up"
        " its progress with the receipt. If you want to send another one all the same,"
        " tick the box at the end."
    ),
)
_NEEDED = _(
    "error_needed_to_apply",
    default="Please fill this in: without it nobody knows whose application this is.",
)


_NO_ADDRESS = _(
    "error_result_address",
    default="Please enter where the result goes, or collect it at the window.",
)


def _not_here() -> Message:
    return _(
        "error_not_in_this_district",
        default=(
            "This district does not offer the service: nothing was sent. Please call"
            " ${hotline}, or ask at the window of your community."
        ),
        mapping={"hotline": hotline()},
    )


@implementer(IRegistering)
class AppliedForByForm:
    """See `IRegistering`; the settings of the action are those of `IRegisterCase`."""

    def register(self, action, fields, submission) -> Receipt:
        """See `IRegistering`."""
        form = get_context(action)
        item = item_of(form)
        if item is None or submission is None:
            raise SubmissionRefused({FORM_ERROR_MARKER: _NO_ITEM})
        community, district = _where(action, fields, item)
        applicant, agent = as_chosen(*_who(action, fields), submission.consents)
        try:
            registered_earlier(submission.nonce_text, submission.content)
        except SentOtherwise:
            # What was sent first is a case of its own, which counts as well.
            _ask_about_open_case(submission, item.code, applicant, nonce=None)
            raise
        if submission.taken_in_at is not None:
            tell_of_open_case(submission, item.code, applicant)
        else:
            nonce = submission.nonce_text
            _ask_about_open_case(submission, item.code, applicant, nonce)
        if submission.asks_again:
            raise SubmissionRefused({FORM_ERROR_MARKER: _OPEN_CASE})
        answers = list(_answers(form, fields))
        result_way, destination = _result_way(
            item, community, fields, applicant, answers
        )
        by_guide = guide_facts(item, community)
        earlier = _earlier(submission, item.code, applicant, by_guide["valid_months"])
        new = NewCase(
            nonce=submission.nonce_text,
            result_way=result_way,
            destination=destination,
            address=submission.address,
            account=submission.account,
            filed_as=submission.filed_as,
            taken_in_at=submission.taken_in_at,
            **_inquiry_facts(submission.inquired),
            item_code=item.code,
            item_title=item.title,
            community_code=community,
            applicant=applicant,
            agent=agent or acting_guardian(submission.guardian),
            answers=[
                *with_guardian(
                    answers,
                    submission.guardian,
                    fields.get(ACTING),
                ),
                *as_answers(submission.findings),
            ],
            files=_files(form, fields),
            consents=_consents(submission, earlier),
            earlier=earlier,
            notice_version=submission.notice_version,
            kept_months=kept_months(form),
            withdrawn_months=withdrawn_months(form),
            form_uid=form.UID(),
            form_version=_digest(form.fields_model or ""),
            content=submission.content,
            **by_guide,
        )
        new = replace(new, receipt=draft_of(RECEIPT, matter_of_new(new)))
        try:
            return _receipt_of(register_case(new), submission)
        except TooManyTries as error:
            raise SubmissionRefused({FORM_ERROR_MARKER: error.message}) from error

    def registered_earlier(self, submission) -> Receipt | None:
        """See `IRegistering`."""
        earlier = registered_earlier(submission.nonce_text, submission.content)
        return _receipt_of(earlier, submission) if earlier is not None else None

    def known_of(self, action, id_number, id_kind, earlier=None):
        """See `IRegistering`."""
        return known_of(action, id_number, id_kind, earlier)

    def hand_over(self, receipt: Receipt, request) -> str | None:
        """See `IRegistering`."""
        if receipt.is_at_window:
            url = taken_in_url(api.portal.get().absolute_url(), receipt.number)
            request.response.redirect(url, status=303)
            return None
        return hand_over_receipt(request, receipt.number, receipt.token)


def _receipt_of(registered: RegisteredCase, submission) -> Receipt:
    return Receipt(
        "cases",
        registered.number,
        registered.receipt_token,
        is_at_window=submission.taken_in_at is not None,
    )


def _where(action, fields, item):
    """Return the code of the community where somebody applies, and its district. Raises
    `SubmissionRefused`."""
    # That there are such fields is asked before (`forms.fitness.loss_faults`).
    unanswered = [
        name
        for name in (action.applicant_name, action.community)
        if not answer_text(fields.get(name))
    ]
    if unanswered:
        raise SubmissionRefused(dict.fromkeys(unanswered, _NEEDED))
    community = answer_text(fields[action.community])
    if community not in choices_of_city().names:
        raise SubmissionRefused({action.community: UNKNOWN_COMMUNITY})
    district = get_district(community[:6])
    if district is None or not district.has_adopted(item.code):
        raise SubmissionRefused({action.community: _not_here()})
    return community, district


def _who(action, fields) -> tuple[Person, Person | None]:
    """Return who applies, and the agent, if any. Raises `SubmissionRefused`."""
    asked = get_schema(get_context(action))
    applicant = person_of(
        asked,
        fields,
        (action.applicant_name, action.applicant_id_number, action.applicant_phone),
        action.applicant_email,
    )
    agent = person_of(
        asked, fields, (action.agent_name, action.agent_id_number, action.agent_phone)
    )
    if agent is not None and are_same(applicant, agent):
        at = action.agent_id_number if agent.id_number else action.agent_name
        raise SubmissionRefused({at: OWN_AGENT})
    return applicant, agent


def _ask_about_open_case(
    submission, item_code: str, applicant: Person, nonce: str | None
) -> None:
    """See whether the resident must confirm a second case, and note it; only that there is
    one is told, nothing of it, and only to whoever knows number and phone of the first.

    That counts against the address as what is registered does: nobody asks about many
    people, neither of those with an open case nor of others. What came with `nonce` itself
    is not asked about. Raises `SubmissionRefused`.
    """
    if submission.is_confirmed or not has_open_case(item_code, applicant, nonce):
        return
    try:
        count_submission(submission.address, submission.account)
    except TooManyTries as error:
        raise SubmissionRefused({FORM_ERROR_MARKER: error.message}) from error
    submission.asks_again = True


def person_of(
    asked, fields, names: tuple[str, str, str], email: str | None = None
) -> Person | None:
    """Return who is named in the fields with these names: name, number and phone, and
    `email` where the form may ask for one; None where there is no name.

    `asked` is the schema of the form: its field of the number says where the kind of the
    document is.
    """
    name, number, phone = (fields.get(each) for each in names)
    if not answer_text(name):
        return None
    field = asked.get(names[1])
    kind = answer_text(fields.get(getattr(field, "kind_field", None)))
    return Person(
        answer_text(name),
        read_or_typed(number, partial(read_document, kind)),
        read_or_typed(phone, read_phone),
        kind,
        mail_address_of(answer_text(fields.get(email))),
    )


def read_or_typed(value, read: Callable[[str], str]) -> str | None:
    """Return an answer in its one shape, else as it was typed: where a plain line of text
    stands for a number, nobody has read it yet."""
    text = answer_text(value)
    try:
        return read(text) if text else None
    except UnfitAnswer:
        return text


def _inquiry_facts(inquired) -> dict:
    """Return what a case keeps of what its person asked before: nothing for nothing."""
    if inquired is None:
        return {}
    return {"inquiry_number": inquired.number, "asked_on": inquired.came_on}


def _earlier(
    submission, item_code: str, applicant: Person, valid_months: int | None
) -> Link | None:
    """Return the case that this one is made from, None for none."""
    declared = submission.takes_over or submission.applied_before
    if valid_months is None and declared is None:
        return None
    return earlier_case_of(
        person_hash_of(applicant.id_number, applicant.id_kind),
        item_code,
        declared=declared,
        phone=applicant.phone,
        at_window=submission.taken_in_at is not None,
        today=local_date(utc_now()),
    )


def _consents(submission, earlier: Link | None) -> list[str]:
    """Return what was consented to. Whose case is made from another one without a form that
    was filled in, was asked for no more."""
    number = earlier.number if earlier is not None else None
    is_taken_over = number is not None and number == submission.takes_over
    return sorted({*submission.consents, *([TAKEN_OVER] if is_taken_over else ())})


def guide_facts(item, community: str) -> dict:
    """Return which guide the applicant could read, what it promises and who decides by it:
    nothing where none is released."""
    district = community[:6]
    master, own = released_guides(item, district)
    guide = resolve_guide(master, own, district)
    limit = guide.promised_limit if guide is not None else None
    accepting, deciding = units_for(item.acceptance_mode, guide, community)
    steps = steps_for(item.acceptance_mode, guide, community, deciding)
    return {
        "extension_limit": guide.extension_limit(item.item_type) if guide else None,
        "valid_months": guide.valid_months if guide else None,
        "steps": steps,
        "unit_code": accepting,
        "deciding_unit_code": decided_by(steps) or deciding,
        "item_type": item.item_type or "",
        "guide_uid": (master if own is None else own).UID()
        if guide is not None
        else "",
        "guide_version": version_of(guide) if guide is not None else "",
        "promised_days": limit.days if limit else None,
        "promised_day_type": limit.day_type if limit else None,
    }


def _answers(form, fields) -> Iterator[Answer]:
    ways = chosen_ways(form, fields)
    for name, title, value in plain_answers(form, fields):
        if name in RESULT_NAMES:
            # The case has it by itself: it may be changed later.
            continue
        yield Answer(name, title, value, *ways.get(name, ()))


def _result_way(
    item, community: str, fields, applicant: Person, answers: list[Answer]
) -> tuple[str | None, dict[str, str] | None]:
    """Return by which way a result is wanted, and where it goes then. Raises
    `SubmissionRefused` where nobody could bring it there."""
    district = community[:6]
    guide = resolve_guide(*released_guides(item, district), district)
    way, given = chosen_way(result_ways(guide), fields)
    if way in (None, HANDED_OVER):
        return way, None
    said = [(each.name, each.value) for each in answers]
    destination = destination_of(given, asdict(applicant), said)
    if "address" not in destination:
        raise SubmissionRefused({RESULT_ADDRESS: _NO_ADDRESS})
    return way, destination


def _files(form, fields) -> list[NewFile]:
    return [
        NewFile(material, file.filename, file.content_type, file.data, file.scanned_at)
        for material, file in handed_in_files(form, fields)
    ]


def _digest(text: str) -> str:
    """Return what tells one version of a text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


applied_for_by_form = AppliedForByForm()
