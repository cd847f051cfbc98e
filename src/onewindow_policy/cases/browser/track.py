"""Looking up how far an application is (办件进度), without an account."""

from onewindow_policy import _
from onewindow_policy.cases.browser.opened import OpenedByCode
from onewindow_policy.cases.browser.paper import hand_out
from onewindow_policy.cases.browser.paper import NOT_PRINTED
from onewindow_policy.cases.browser.paper import paper_rows
from onewindow_policy.cases.browser.resultway import ResultWay
from onewindow_policy.cases.browser.several import SeveralCases
from onewindow_policy.cases.calendar import calendar_of
from onewindow_policy.cases.committing.rules import committable_by_guide
from onewindow_policy.cases.exceptions import PaperUnknown
from onewindow_policy.cases.interfaces import ICaseOffer
from onewindow_policy.cases.papers.kinds import RECEIPT
from onewindow_policy.cases.papers.numbers import LONGEST_PAPER_NUMBER
from onewindow_policy.cases.papers.opening import paper_of
from onewindow_policy.cases.states import TO_ACCEPT
from onewindow_policy.cases.supplementing import missing_in
from onewindow_policy.cases.tracking import choose
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.cases.validity.reading import OFFERED
from onewindow_policy.intake.api import kept_form_days
from onewindow_policy.messages.api import SMS
from onewindow_policy.pages.api import text_of
from onewindow_policy.typed.serials import LONGEST_TYPED
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message

import transaction

#: How somebody can be told, by the keys of `Way`.
WAY_WORDS = {
    "sms-applicant": _(
        "way_sms_applicant", default="By short message to the applicant (${shown})"
    ),
    "sms-agent": _(
        "way_sms_agent",
        default="By short message to who acts for the applicant (${shown})",
    ),
    "mail-applicant": _("way_mail_applicant", default="By mail (${shown})"),
}

_COMMIT = _("action_commit", default="Commit yourself instead of a paper")
_SEE_COMMITMENT = _(
    "action_see_commitment", default="See your commitment, or take it back"
)

#: What the button of the receipt sends: who has number and code has one in any case.
THE_RECEIPT = "1"


class TrackView(SeveralCases, ResultWay, OpenedByCode):
    """`@@track`: how far a case is, and what its applicant does with it from there."""

    page_title = _("title_track", default="How far is my application?")
    asks_to_withdraw = False
    was_withdrawn = False
    was_told_how = False

    def answer(self):
        if self.request.method == "POST":
            if self.is_of_ended_visit:
                self.request.form.clear()
            else:
                self.prove_others()
                self._open()
            if self.case is not None and "calendar" in self.request.form:
                return self._hand_out_calendar()
            if self.case is not None and "paper" in self.request.form:
                return self._hand_out_paper()
            self.open_others()
        return self.index()

    def _hand_out_calendar(self):
        """Return the day that is waited for, as a file for calendars; the page, where there
        is none any more."""
        if self.case.due is None:
            return self.index()
        response = self.request.response
        response.setHeader("Content-Type", "text/calendar; charset=utf-8")
        name = f"{self.case.number}.ics"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        return calendar_of(self.case, self.words, self.track_url)

    def _hand_out_paper(self):
        """Return a paper as a PDF; the page, where it cannot be printed, or is none of the
        case's."""
        asked = text_of(self.request, "paper", LONGEST_PAPER_NUMBER)
        number = asked if asked != THE_RECEIPT else None
        try:
            paper = paper_of(self.case, self.code, number)
        except PaperUnknown as error:
            self.request.response.setStatus(404)
            self.problems[""] = self.words(error.message)
            return self.index()
        data = hand_out(paper, self.request)
        if data is None:
            # Nobody was given it: the audit does not say so. That the page shows how the
            # case stands is noted once more.
            transaction.abort()
            self._open()
            self.problems[""] = self.words(NOT_PRINTED)
            return self.index()
        return data

    @property
    def papers(self) -> list[dict]:
        """The papers of the case, the latest first, but for the receipt that has a button
        of its own."""
        papers = list(self.case.papers)
        receipts = [each for each in papers if each.kind == RECEIPT]
        receipt = receipts[-1] if receipts else None
        others = [each for each in papers if each != receipt]
        return paper_rows(others, self.words, self.case.history)

    @property
    def typed_number(self) -> str:
        return text_of(self.request, "number", LONGEST_TYPED)

    @property
    def resume_url(self) -> str | None:
        """Where people go on with a form that they kept half filled in, None where that is
        not offered: some look for it among the numbers of cases."""
        return f"{self.site_url}/@@resume" if kept_form_days() else None

    @property
    def offers_to_withdraw(self) -> bool:
        return self.case.can_withdraw and not self.asks_to_withdraw

    @property
    def can_hand_in(self) -> bool:
        """Whether something is missing that the applicant can hand in."""
        return missing_in(self.case) is not None

    @property
    def offers(self) -> list[dict[str, str]]:
        """What else can be done with the case, on pages of other rooms."""
        return [
            {
                "id": f"to-{name}",
                "title": self.words(offer.title),
                "url": f"{self.site_url}/{offer.path}",
            }
            for name, offer in sorted(getUtilitiesFor(ICaseOffer))
        ]

    @property
    def can_renew(self) -> bool:
        """Whether the result can be renewed now with what was written."""
        validity = self.case.validity
        return validity is not None and validity.renewal == OFFERED

    @property
    def commitment_action(self) -> str:
        """What the applicant can do about a commitment, "" for nothing."""
        case = self.case
        if case.state in TO_ACCEPT and not self._stand_all():
            return self.words(_COMMIT)
        return self.words(_SEE_COMMITMENT) if case.can_take_back else ""

    def _stand_all(self) -> bool:
        """Whether there is no material left for which a commitment will do."""
        case = self.case
        allowed = committable_by_guide(case.item_code, case.community_code)
        return case.committed.issuperset(allowed)

    def _chosen_ways(self) -> list[str]:
        ticked = self.request.form.get("ways") or []
        texts = [ticked] if isinstance(ticked, str) else ticked
        return [each for each in texts if isinstance(each, str)]

    @property
    def ways_to_tell(self) -> list[dict]:
        """How the applicant can be told, with what is ticked."""
        return [
            {
                "key": each.key,
                "label": self.words(
                    Message(WAY_WORDS[each.key], mapping={"shown": each.shown})
                ),
                "is_chosen": each.is_chosen,
            }
            for each in self.case.ways_to_tell
        ]

    @property
    def offers_sms(self) -> bool:
        """Whether somebody can be told by short message, which takes their consent."""
        return any(each.channel == SMS for each in self.case.ways_to_tell)

    def _open(self) -> None:
        """See `OpenedByCode`."""
        super()._open()
        self.asks_to_withdraw = (
            "withdraw" in self.request.form
            and self.case is not None
            and self.case.can_withdraw
        )

    def _opened(self, number: str, code: str, address: str) -> TrackedCase | None:
        """See `OpenedByCode`."""
        form = self.request.form
        if "tell" in form:
            told = choose(number, code, address, self._chosen_ways())
            self.was_told_how = True
            return told
        if "choose_way" in form:
            self.choose_result_way(number, code, address)
            return self.case
        if "withdraw_confirmed" in form:
            withdrawn = withdraw(number, code, address)
            self.was_withdrawn = True
            return withdrawn
        return super()._opened(number, code, address)
