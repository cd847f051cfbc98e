"""A form as staff fill it in for whoever stands at their window: on one page, short.

It is the item's own form, read and judged as residents' are. What the person agrees to is
said at the window and signed on the receipt; what was done with each paper is asked instead
of how it will come (`forms.window`).
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.forms import consents
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.browser.keeping import ids_of
from onewindow_policy.forms.browser.registering import RegisteringForm
from onewindow_policy.forms.browser.remarks import Remark
from onewindow_policy.forms.browser.windowpage import CARD_ID
from onewindow_policy.forms.browser.windowpage import WindowFormPage
from onewindow_policy.forms.earlier import last_time_in
from onewindow_policy.forms.earlier import LastTime
from onewindow_policy.forms.earlier import RENEWS
from onewindow_policy.forms.earlier import sealed_renewal
from onewindow_policy.forms.exceptions import SubmissionHeld
from onewindow_policy.forms.interfaces import ICommunityCode
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.interfaces import IRegistering
from onewindow_policy.forms.interfaces import IResidentIdNumber
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.keeping import keep_as_draft
from onewindow_policy.forms.keeping import last_day
from onewindow_policy.forms.submissions import begin_submission
from onewindow_policy.forms.submissions import require_from_window
from onewindow_policy.forms.submissions import Submission
from onewindow_policy.forms.submitted import PREFIX
from onewindow_policy.forms.window import offer_ways
from onewindow_policy.forms.window import TAKE_IN
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.typed.cards import LONGEST_LINE
from onewindow_policy.typed.cards import read_card
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.vocabularies.api import language_of
from plone import api
from zope.component import getUtility
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder

#: Inputs besides those of residents' forms: the window, and what a reader of cards typed.
WINDOW = "form.window"
CARD = "form.card"

#: What a browser sends of a field in which nothing was chosen.
NO_CHOICE = "--NOVALUE--"

#: The button that keeps a draft.
DRAFT = "form.draft"

#: The button that fills in what the person gave before.
PREFILL = "form.prefill"

_PREFILLED = _(
    "text_prefilled",
    default="Filled in what this person gave before. Please ask whether it is still so.",
)
_NOTHING_KNOWN = _(
    "text_nothing_known", default="This person has applied for nothing here before."
)
_NUMBER_FIRST = _(
    "text_number_first",
    default="Put the card on the reader, or enter its number first.",
)
_NOT_KNOWN = _(
    "error_nothing_looked_up",
    default="We cannot look anything up just now. Please fill the form in by hand.",
)

_RENEWS = _(
    "text_prefilled_to_renew",
    default=(
        "Filled in what this person wrote when they applied for this service last: its"
        " result runs out, and this renews it. Please ask whether all of it is still so."
    ),
)

_APPLIES_AGAIN = _(
    "text_prefilled_to_reapply",
    default=(
        "Filled in what this person wrote in the earlier application. Please ask whether"
        " all of it is still so."
    ),
)
_NOT_THEIRS = _(
    "error_earlier_of_another",
    default=(
        "The earlier application is not of the person with this number: nothing was taken"
        " over, and the new one is not linked to it."
    ),
)

LABEL_CARD = _("label_card_reader", default="Identity card")


@dataclass(frozen=True, slots=True)
class CardFields:
    """The names of the fields that a card fills in; `kind` is None where none is asked."""

    name: str
    number: str
    kind: str | None


def _is_empty(value) -> bool:
    """Return whether nobody has answered: what a browser sent for a field says nothing."""
    texts = value if isinstance(value, list) else [value]
    return not any(
        isinstance(each, str) and each.strip() not in ("", NO_CHOICE) for each in texts
    )


class WindowForm(RegisteringForm):
    """See `RegisteringForm`; `window` is set by the page before anything is read."""

    window: CommunityFacts
    is_at_window = True
    has_steps = False
    #: Unlike residents, who get a number and a code, staff have it by their account.
    offers_to_keep = True
    is_on_shared_device = True
    consent_words = consents.WORDS_AT_WINDOW

    #: What is wrong with what a reader of cards typed.
    card_fault: Message | None = None
    #: What became of filling in what the person gave before.
    prefilled: Message | None = None

    @cached_property
    def submission(self) -> Submission:
        submission = begin_submission(self.context, self.request)
        submission.taken_in_at = self.window.place.code
        # Whoever takes in is known, and counted, by their account.
        submission.account = api.user.get_current().getId()
        return submission

    @cached_property
    def schema(self):
        # What EasyForm asks for in this request is this from now on.
        return offer_ways(self.context, RegisteringForm.schema.func(self))

    def action(self) -> str:
        """See `z3c.form.interfaces.IForm`."""
        return f"{self.context.absolute_url()}/{TAKE_IN}"

    def consents_for(self, born: date | None) -> list[str]:
        """See `ConsentingForm`."""
        return [consents.TOLD, *super().consents_for(born)]

    def require_genuine(self) -> None:
        """See `RegisteringForm`."""
        require_from_window(self.submission, self.request)

    def hint_of(self, widget) -> Message | str:
        """Staff know what is asked; of papers they read when one is wanted."""
        is_paper = IMaterialFiles.providedBy(widget.field)
        if is_paper or self._asks_how(widget):
            return super().hint_of(widget)
        return self.accepted_hint_of(widget)

    def _asks_how(self, widget) -> bool:
        return widget.__name__.endswith(HOW)

    # -- a draft

    @property
    def wants_to_keep(self) -> bool:
        """See `KeepingForm`."""
        return DRAFT in self.request.form and not self.is_sent

    def keep_with(self, files: Mapping[str, list]) -> Callable[[], None]:
        """See `KeepingForm`."""
        submission = self.submission
        kept = keep_as_draft(
            submission, submission.page.shown, self.request.form, ids_of(files)
        )

        def answer() -> None:
            language = language_of(self.request)
            kept_until = _(
                "message_draft_kept",
                default="Kept as your draft until ${day}.",
                mapping={"day": last_day(kept.until, language)},
            )
            api.portal.show_message(kept_until, self.request)
            url = f"{api.portal.get().absolute_url()}/{TAKE_IN}"
            self.request.response.redirect(url, status=303)

        return answer

    # -- what it is made from

    @cached_property
    def last_time(self) -> LastTime | None:
        """How the application ended from which this one is made, None for none."""
        item = item_of(self.context)
        if item is None:
            return None
        user = api.user.get_current()
        return last_time_in(self.request, item.code, user, language_of(self.request))

    # -- the person

    @cached_property
    def card_fields(self) -> CardFields | None:
        """What a card fills in; None where the form asks for no number."""
        for action in self._applying_actions():
            number = self.schema.get(action.applicant_id_number or "")
            if IResidentIdNumber.providedBy(number):
                return CardFields(
                    action.applicant_name, action.applicant_id_number, number.kind_field
                )
        return None

    def update(self):
        """See `z3c.form.interfaces.IForm`."""
        if self.last_time is not None:
            self.submission.applied_before = self.last_time.number
        if self.request.method == "POST":
            self._read_card()
            if PREFILL in self.request.form:
                self._prefill()
        super().update()

    def _read_card(self) -> None:
        """Fill in what a card said, where nobody has typed anything yet."""
        line, fields = text_of(self.request, CARD, LONGEST_LINE), self.card_fields
        if not line.strip() or fields is None:
            return
        try:
            card = read_card(line)
        except UnfitNumber as error:
            self.card_fault = error.args[0]
            return
        read = {fields.name: card.name, fields.number: card.number}
        for name, text in read.items():
            if text and not text_of(self.request, f"{PREFIX}{name}").strip():
                self.request.form[f"{PREFIX}{name}"] = text
        if fields.kind:
            self.request.form[f"{PREFIX}{fields.kind}"] = [RESIDENT_CARD]

    def _prefill(self) -> None:
        """Fill in what the person gave before, where nobody has typed anything yet: they
        have agreed to it, and the button says so."""
        try:
            self.require_genuine()
            self.prefilled = self._fill_in_known()
        except SubmissionHeld as held:
            self.hold(held.message)
        except UnfitAnswer:
            self.prefilled = _NUMBER_FIRST
        except DatabaseUnavailable as error:
            self.give_up(error, _NOT_KNOWN)

    def _fill_in_known(self) -> Message:
        form, fields = self.request.form, self.card_fields
        action = next(self._applying_actions(), None)
        if fields is None or action is None:
            return _NUMBER_FIRST
        kind = form.get(f"{PREFIX}{fields.kind}") if fields.kind else None
        kind = kind[0] if isinstance(kind, list) and kind else kind
        number = read_document(kind, text_of(self.request, f"{PREFIX}{fields.number}"))
        registering = getUtility(IRegistering, name=action.kind)
        earlier = self.last_time.number if self.last_time is not None else None
        known = registering.known_of(action, number, kind, earlier)
        if known is None:
            return _NOTHING_KNOWN
        said, made_from = known
        if earlier not in (None, made_from):
            return _NOT_THEIRS
        for name, value in said.items():
            if name in self.schema and _is_empty(form.get(f"{PREFIX}{name}")):
                form[f"{PREFIX}{name}"] = value
        if made_from is None:
            return _PREFILLED
        form[RENEWS] = sealed_renewal(made_from)
        return _APPLIES_AGAIN if made_from == earlier else _RENEWS

    def _begin_with(self, answers) -> None:
        own = {
            name: self.window.place.code
            for name, field in getFieldsInOrder(self.schema)
            if ICommunityCode.providedBy(field)
        }
        super()._begin_with({**own, **answers})

    @property
    def problems(self) -> list[Remark]:
        found = super().problems
        if self.card_fault is not None:
            found.insert(0, self.remark(CARD_ID, LABEL_CARD, self.card_fault))
        return found

    def _extract(self, set_errors: bool):
        data, errors = super()._extract(set_errors)
        return data, (*errors, self.card_fault) if self.card_fault else errors

    def render(self) -> str:
        """Return the form; whatever takes its place is another page."""
        return WindowFormPage(self).html
