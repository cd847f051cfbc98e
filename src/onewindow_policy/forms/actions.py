"""What our forms do with what residents enter, in EasyForm's own list of actions: making a
case of it."""

from collections.abc import Callable
from collective.easyform.actions import Action
from collective.easyform.actions import ActionFactory
from collective.easyform.api import get_context
from collective.easyform.api import get_schema
from collective.easyform.config import FORM_ERROR_MARKER
from collective.easyform.interfaces import IAction
from datetime import date
from functools import partial
from onewindow_policy import _
from onewindow_policy.cases.api import Answer
from onewindow_policy.cases.api import count_submission
from onewindow_policy.cases.api import has_open_case
from onewindow_policy.cases.api import NewCase
from onewindow_policy.cases.api import NewFile
from onewindow_policy.cases.api import Person
from onewindow_policy.cases.api import register_case
from onewindow_policy.cases.api import registered_earlier
from onewindow_policy.cases.api import RegisteredCase
from onewindow_policy.cases.browser.receipt import hand_over_receipt
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.communities.api import get_district
from onewindow_policy.forms.acting import ACTING
from onewindow_policy.forms.acting import acting_guardian
from onewindow_policy.forms.acting import are_same
from onewindow_policy.forms.acting import OWN_AGENT
from onewindow_policy.forms.acting import with_guardian
from onewindow_policy.forms.communities import choices_of_city
from onewindow_policy.forms.fields import UNKNOWN_COMMUNITY
from onewindow_policy.forms.interfaces import ICommunityCode
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.notices import kept_months
from onewindow_policy.forms.notices import withdrawn_months
from onewindow_policy.forms.repeating import say_already_sent
from onewindow_policy.forms.shown import version_of
from onewindow_policy.forms.submissions import Submission
from onewindow_policy.forms.submissions import submission_of
from onewindow_policy.forms.uploads import HandedInFile
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.released import released_guides
from onewindow_policy.pages.api import hotline
from onewindow_policy.records.api import SentOtherwise
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.phones import read_phone
from plone.supermodel.exportimport import BaseHandler
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection

import hashlib


class IRegisteringAction(IAction):
    """An action that makes a record of what a resident entered."""

    def repeat(submission):
        """Lead `submission` to the receipt of what it became before; return whether it did.

        Asked before anything is read of it. Raises `SentOtherwise` when something else
        was sent from the same page.
        """


class IRegisterCase(IRegisteringAction):
    """Makes a case of what was entered. The settings name the fields that say who."""

    applicant_name = schema.ASCIILine(
        title=_("label_field_of_name", default="Field of the applicant's name"),
        default="applicant_name",
    )
    applicant_id_number = schema.ASCIILine(
        title=_("label_field_of_id_number", default="Field of the identity number"),
        default="id_number",
        required=False,
    )
    applicant_phone = schema.ASCIILine(
        title=_("label_field_of_phone", default="Field of the phone number"),
        default="phone",
        required=False,
    )
    community = schema.ASCIILine(
        title=_("label_field_of_community", default="Field of the community"),
        default="community",
    )
    agent_name = schema.ASCIILine(
        title=_("label_field_of_agent_name", default="Field of the agent's name"),
        default="agent_name",
        required=False,
    )
    agent_id_number = schema.ASCIILine(
        title=_(
            "label_field_of_agent_id_number",
            default="Field of the agent's identity number",
        ),
        default="agent_id_number",
        required=False,
    )
    agent_phone = schema.ASCIILine(
        title=_(
            "label_field_of_agent_phone", default="Field of the agent's phone number"
        ),
        default="agent_phone",
        required=False,
    )


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


def _not_here() -> Message:
    return _(
        "error_not_in_this_district",
        default=(
            "This district does not offer the service: nothing was sent. Please call"
            " ${hotline}, or ask at the window of your community."
        ),
        mapping={"hotline": hotline()},
    )


class SettledAction(Action):
    """An action with settings of its own: those that its interface `settings` names."""

    settings: type

    def __init__(self, **values):
        for name in self.settings.names():
            setattr(self, name, values.pop(name, self.settings[name].default))
        super().__init__(**values)


@implementer(IRegisterCase)
class RegisterCase(SettledAction):
    """See `IRegisterCase`."""

    settings = IRegisterCase

    def onSuccess(self, fields, request):
        """Register the case; return what stands against it, by field."""
        form = get_context(self)
        submission = submission_of(request)
        item = item_of(form)
        if item is None or submission is None:
            return {FORM_ERROR_MARKER: _NO_ITEM}
        who_and_where = (self.applicant_name, self.community)
        asked = get_schema(form)
        # That there are such fields is asked before (`fitness.loss_faults`).
        unanswered = [name for name in who_and_where if not text_of(fields.get(name))]
        if unanswered:
            return dict.fromkeys(unanswered, _NEEDED)
        community = text_of(fields[self.community])
        if community not in choices_of_city().names:
            return {self.community: UNKNOWN_COMMUNITY}
        district = get_district(community[:6])
        if district is None or not district.has_adopted(item.code):
            return {self.community: _not_here()}
        applicant = person_of(
            asked,
            fields,
            (self.applicant_name, self.applicant_id_number, self.applicant_phone),
        )
        agent = person_of(
            asked, fields, (self.agent_name, self.agent_id_number, self.agent_phone)
        )
        if agent is not None and are_same(applicant, agent):
            at = self.agent_id_number if agent.id_number else self.agent_name
            return {at: OWN_AGENT}
        try:
            registered_earlier(submission.nonce_text, submission.content)
        except SentOtherwise as earlier:
            return self._ask_about(earlier, request, item.code, applicant)
        try:
            if _warns_of_open_case(submission, item.code, applicant):
                return {FORM_ERROR_MARKER: _OPEN_CASE}
            registered = register_case(
                NewCase(
                    nonce=submission.nonce_text,
                    address=submission.address,
                    account=submission.account,
                    item_code=item.code,
                    item_title=item.title,
                    community_code=community,
                    applicant=applicant,
                    agent=agent or acting_guardian(submission.guardian),
                    answers=with_guardian(
                        _answers(form, fields),
                        submission.guardian,
                        fields.get(ACTING),
                    ),
                    files=_files(form, fields),
                    consents=sorted(submission.consents),
                    notice_version=submission.notice_version,
                    kept_months=kept_months(form),
                    withdrawn_months=withdrawn_months(form),
                    form_uid=form.UID(),
                    form_version=_digest(form.fields_model or ""),
                    content=submission.content,
                    **_guide_facts(item, district.code),
                )
            )
        except CaseError as error:
            return {FORM_ERROR_MARKER: error.message}
        except SentOtherwise as earlier:
            # At the same moment, from the same page.
            submission.begin_another()
            return {FORM_ERROR_MARKER: say_already_sent(earlier, request)}
        _lead_to_receipt(submission, registered)
        return None

    def repeat(self, submission):
        """See `IRegisteringAction`."""
        earlier = registered_earlier(submission.nonce_text, submission.content)
        if earlier is not None:
            _lead_to_receipt(submission, earlier)
        return earlier is not None

    def _ask_about(self, earlier, request, item_code: str, applicant: Person) -> dict:
        """Return what is said of a page that something else was sent from before; what
        must be confirmed is asked at the same time."""
        submission = submission_of(request)
        submission.begin_another()
        try:
            warns = _warns_of_open_case(submission, item_code, applicant)
        except CaseError as error:
            return {FORM_ERROR_MARKER: error.message}
        return {FORM_ERROR_MARKER: say_already_sent(earlier, request, warns=warns)}


def person_of(asked, fields, names: tuple[str, str, str]) -> Person | None:
    """Return who is named in the fields with these names: name, number and phone; None
    where there is no name.

    `asked` is the schema of the form: its field of the number says where the kind of the
    document is.
    """
    name, number, phone = (fields.get(each) for each in names)
    if not text_of(name):
        return None
    field = asked.get(names[1])
    kind = text_of(fields.get(getattr(field, "kind_field", None)))
    return Person(
        text_of(name),
        read_or_typed(number, partial(read_document, kind)),
        read_or_typed(phone, read_phone),
        kind,
    )


def text_of(value) -> str | None:
    """Return an answer as a text, None for none: an editor may let a field of any kind
    stand for what our actions need."""
    if isinstance(value, (list, tuple, set, frozenset)):
        value = "、".join(sorted(str(each) for each in value))
    return str(value) if value not in (None, "") else None


def read_or_typed(value, read: Callable[[str], str]) -> str | None:
    """Return an answer in its one shape, else as it was typed: where a plain line of text
    stands for a number, nobody has read it yet."""
    text = text_of(value)
    try:
        return read(text) if text else None
    except UnfitAnswer:
        return text


def _lead_to_receipt(submission: Submission, registered: RegisteredCase) -> None:
    submission.hand_over = partial(
        hand_over_receipt, number=registered.number, token=registered.receipt_token
    )


def _warns_of_open_case(submission, item_code: str, applicant: Person) -> bool:
    """Return whether the resident must confirm a second case; only that there is one
    is told, nothing of it. That counts against the address as what is registered does:
    nobody asks about many people, neither of those with an open case nor of others. Raises
    `TooManyTries`."""
    if submission.is_confirmed or not applicant.id_number:
        return False
    if has_open_case(
        item_code, applicant.id_number, submission.nonce_text, applicant.id_kind
    ):
        count_submission(submission.address, submission.account)
        submission.asks_again = True
    return submission.asks_again


def _guide_facts(item, district: str) -> dict:
    """Return which guide the applicant could read, and what it promises: nothing where
    none is released."""
    master, own = released_guides(item, district)
    guide = resolve_guide(master, own, district)
    limit = guide.promised_limit if guide is not None else None
    return {
        "guide_uid": (master if own is None else own).UID()
        if guide is not None
        else "",
        "guide_version": version_of(guide) if guide is not None else "",
        "promised_days": limit.days if limit else None,
        "promised_day_type": limit.day_type if limit else None,
    }


def _answers(form, fields) -> list[Answer]:
    """Return what was answered, as it reads: the titles of choices, the names of files."""
    return [
        Answer(name, each.title, _plain(each.bind(form), fields[name]))
        for name, each in getFieldsInOrder(get_schema(form))
        if fields.get(name) not in (None, "", (), [])
    ]


def _plain(field, value):
    if isinstance(value, HandedInFile):
        return value.filename
    if isinstance(value, date):
        return value.isoformat()
    if ICollection.providedBy(field):
        return [_plain(field.value_type, each) for each in value]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(field, each) for each in value]
    if ICommunityCode.providedBy(field):
        return choices_of_city().names.get(value, value)
    if IChoice.providedBy(field):
        return str(field.vocabulary.getTerm(value).title or value)
    return value if isinstance(value, (bool, int, float)) else str(value)


def _files(form, fields) -> list[NewFile]:
    return [
        NewFile(
            each.material,
            file.filename,
            file.content_type,
            file.data,
            file.scanned_at,
        )
        for name, each in getFieldsInOrder(get_schema(form))
        if IMaterialFiles.providedBy(each)
        for file in fields.get(name) or ()
    ]


def _digest(text: str) -> str:
    """Return what tells one version of a text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


RegisterCaseAction = ActionFactory(
    RegisterCase,
    _("action_register_case", default="Register case"),
    "onewindow_policy.AddRegisteringAction",
)
RegisterCaseHandler = BaseHandler(RegisterCase)
