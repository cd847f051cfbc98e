"""`@@transfer?number=…`: a list of papers: what is on it, receiving it, taking it back, and
what became of what was missing."""

from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.browser.page import CasePage
from onewindow_policy.cases.browser.paper import hand_out
from onewindow_policy.cases.browser.paper import NOT_PRINTED
from onewindow_policy.cases.browser.transfers import STATES
from onewindow_policy.cases.browser.transfers import TransferDesk
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.papers.numbers import LONGEST_PAPER_NUMBER
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.transferring.exceptions import TransferRefused
from onewindow_policy.cases.transferring.exceptions import TransferUnknown
from onewindow_policy.cases.transferring.models import MISSING
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.printing import HOWS
from onewindow_policy.cases.transferring.printing import issued_list
from onewindow_policy.cases.transferring.reading import list_to_print
from onewindow_policy.cases.transferring.reading import open_list
from onewindow_policy.cases.transferring.reading import OpenedLine
from onewindow_policy.cases.transferring.reading import OpenedList
from onewindow_policy.cases.transferring.receiving import Arrival
from onewindow_policy.cases.transferring.receiving import EXPLAINED
from onewindow_policy.cases.transferring.receiving import FOUND
from onewindow_policy.cases.transferring.receiving import receive_list
from onewindow_policy.cases.transferring.receiving import settle_missing
from onewindow_policy.cases.transferring.receiving import ways_to_settle
from onewindow_policy.cases.transferring.sending import cancel_list
from onewindow_policy.cases.transferring.sending import LONGEST_WORDS
from onewindow_policy.cases.transferring.whereabouts import name_of
from onewindow_policy.cases.transferring.whereabouts import works_here
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.i18nmessageid import Message

import transaction

#: Of a line, when its list is received.
WHOLE, LACKS = "whole", "lacks"

SETTLED = {
    FOUND: _("transfer_found", default="Found, and brought"),
    EXPLAINED: _("transfer_explained", default="Explained"),
}

_NOT_SAID = _(
    "error_transfer_not_said",
    default="Write down what is missing of this case.",
)


class TransferView(PostView, CasePage):
    """A list, which opening notes in the audit; with `print=1` as a PDF."""

    index = ViewPageTemplateFile("transfer.pt")
    refusals = (CaseError,)
    unknown = (TransferUnknown,)
    longest_words = LONGEST_WORDS
    opened: OpenedList | None = None

    def answer(self):
        """See `PostView`."""
        if not self.number:
            raise NotFound(self.__name__)
        if not self.is_sent and text_of(self.request, "print") == "1":
            data = self._print()
            if data is not None:
                return data
        return super().answer()

    def _print(self) -> bytes | None:
        """Return the list as a file; None where it cannot be printed: the page says so."""
        try:
            issued = issued_list(*list_to_print(self.number, self.user))
        except TransferUnknown as error:
            raise NotFound(self.number) from error
        is_large = text_of(self.request, "large") == "1"
        data = hand_out(issued, self.request, is_large=is_large, shows=True)
        if data is None:
            # Nobody was given it: the audit does not say so.
            transaction.abort()
            self.explain(503, [Problem("", NOT_PRINTED)])
        return data

    def read(self) -> None:
        """See `PostView`."""
        self.opened = open_list(self.number, self.user)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        form, version = self.request.form, self.submitted_version
        if "receive" in form or "receive_all" in form:
            arrival = self._arrival(is_whole="receive_all" in form)
            receive_list(self.number, arrival, self.user, version=version)
            done = _("message_transfer_received", default="Received.")
            if any(arrival.lines.values()):
                done = _(
                    "message_transfer_lacking",
                    default=(
                        "Received. What is missing is up to who sent it: they find or"
                        " explain it."
                    ),
                )
        elif "cancel" in form:
            cancel_list(
                self.number, self.submitted("reason"), self.user, version=version
            )
            done = _(
                "message_transfer_cancelled",
                default="Taken back. The papers stay where they are.",
            )
        elif "settle" in form:
            position = self.submitted("settle")
            settle_missing(
                self.number,
                int(position) if position.isdecimal() and len(position) < 4 else -1,
                self.submitted(f"how-{position}"),
                self.submitted(f"words-{position}"),
                self.user,
                version=version,
            )
            done = _("message_transfer_settled", default="Noted.")
        else:
            raise BadRequest
        return done, self.url

    def _arrival(self, *, is_whole: bool) -> Arrival:
        """Return what is said of each line; of one of which nothing is said it has none."""
        lines = {}
        for each in open_list(self.number, self.user).lines:
            said = self.submitted(f"line-{each.position}")
            missing = self.submitted(f"missing-{each.position}").strip()
            if is_whole or said == WHOLE:
                lines[each.position] = ""
            elif said == LACKS and not missing:
                raise TransferRefused(_NOT_SAID, f"missing-{each.position}")
            elif said == LACKS:
                lines[each.position] = missing
        return Arrival(lines, self.submitted("signed_by"), self._signed_on)

    @property
    def _signed_on(self) -> date | None:
        try:
            return date.fromisoformat(self.submitted("signed_on"))
        except ValueError:
            return None

    @cached_property
    def user(self):
        return api.user.get_current().getUser()

    @cached_property
    def number(self) -> str:
        number = self.submitted("number").strip()
        return number if len(number) <= LONGEST_PAPER_NUMBER else ""

    @property
    def page_title(self):
        return _(
            "title_transfer",
            default="List ${number}",
            mapping={"number": paper_number_text(self.number)}
            if self.opened is not None
            else {"number": ""},
        )

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        lists = (self.words(TransferDesk.title), f"{self.site_url}/@@transfers")
        return [lists, (self.translate(self.page_title), None)]

    @property
    def url(self) -> str:
        return f"{self.site_url}/@@transfer?number={self.number}"

    @property
    def version(self) -> int:
        return self.opened.version if self.opened else self.submitted_version

    @property
    def facts(self) -> list[dict]:
        """From where to where, since when, and who it was; without what is not known."""
        one, say = self.opened, self.words
        row = one.row
        due_on = {ON_WAY: row.due_on, MISSING: row.find_by}.get(row.state)
        rows = (
            (_("label_transfer_from", default="From"), name_of(row.from_place)),
            (_("label_transfer_to", default="To"), name_of(row.to_place)),
            (
                _("column_transfer_state", default="How it stands"),
                say(STATES[row.state]),
            ),
            (
                _("column_transfer_due", default="By when"),
                say.day(due_on) if due_on else "",
            ),
            (
                _("column_transfer_sent", default="Sent"),
                f"{say.moment(row.sent_at)} {staff_name(one.sent_by)}",
            ),
            (
                _("label_transfer_received", default="Received"),
                f"{say.moment(row.received_at)} {staff_name(one.received_by)}"
                if row.received_at
                else "",
            ),
        )
        return [{"label": say(label), "text": text} for label, text in rows if text]

    @property
    def lines(self) -> list[dict]:
        """The cases, with what went of each, what of it is missing, and what was typed;
        while that cannot be read, what was typed alone."""
        if self.opened is not None:
            return [self._line(each) for each in self.opened.lines]
        state = MISSING if "settle" in self.request.form else ON_WAY
        positions = {
            int(tail)
            for name in self.request.form
            for tail in [name.rpartition("-")[2]]
            if name.startswith(("missing-", "words-")) and tail.isdecimal()
        }
        return [
            self._line(OpenedLine(each, state, None, None))
            for each in sorted(positions)
            if self.is_sent
        ]

    def _line(self, each: OpenedLine) -> dict:
        says, outcome = each.says, each.outcome or {}
        position = each.position
        said = self.submitted(f"line-{position}")
        return {
            "position": position,
            "is_erased": says is None and self.opened is not None,
            "url": f"{self.site_url}/@@desk/{says['number']}" if says else None,
            "number": case_number_text(says["number"]) if says else "",
            "item": says["item"] if says else "",
            "person": says["person"] if says else "",
            "papers": self.paper_texts(says) if says else [],
            "is_missing": each.state == MISSING,
            "notes": self._notes(outcome),
            "line_id": f"line-{position}",
            "line_errors": self.errors_of(f"line-{position}"),
            "is_whole": said == WHOLE,
            "lacks": said == LACKS,
            "missing_id": f"missing-{position}",
            "missing": self.submitted(f"missing-{position}"),
            "missing_errors": self.errors_of(f"missing-{position}"),
            "how_id": f"how-{position}",
            "how_errors": self.errors_of(f"how-{position}"),
            "hows": [
                {
                    "value": value,
                    "title": self.words(title),
                    "is_chosen": self.submitted(f"how-{position}") == value
                    or len(self._ways_to_settle) == 1,
                }
                for value, title in SETTLED.items()
                if value in self._ways_to_settle
            ],
            "words_id": f"words-{position}",
            "words": self.submitted(f"words-{position}"),
            "words_errors": self.errors_of(f"words-{position}"),
        }

    def paper_texts(self, says: dict) -> list[str]:
        """Return the papers of a case that went, in words."""
        papers = [
            f"{each['name']} {self.words(HOWS[each['how']])} × {each['sheets']}"
            for each in says["papers"]
        ]
        return [*papers, says["other"]] if says["other"] else papers

    def _notes(self, outcome: dict) -> list[dict]:
        say = self.words
        settled = outcome.get("settled")
        signed_on = outcome.get("signed_on")
        rows = (
            (_("label_transfer_lacks", default="Missing"), outcome.get("missing")),
            (
                _("label_transfer_settled", default="What became of it"),
                " ".join(filter(None, (say(SETTLED[settled]), outcome.get("words"))))
                if settled
                else "",
            ),
            (
                _("label_transfer_signed_by", default="Signed by"),
                f"{outcome['signed_by']} {say.day(date.fromisoformat(signed_on))}"
                if signed_on
                else "",
            ),
            (
                _("label_transfer_reason", default="Why it was taken back"),
                outcome.get("reason"),
            ),
        )
        return [{"label": say(label), "text": text} for label, text in rows if text]

    @property
    def is_on_way(self) -> bool:
        return self.opened is not None and self.opened.row.state == ON_WAY

    @property
    def receives(self) -> bool:
        """Whether the form that receives it is there; what was typed comes back with it."""
        if self.opened is None:
            return self._was_receiving
        return self.is_on_way and self.opened.may_receive

    @property
    def _was_receiving(self) -> bool:
        form = self.request.form
        return self.is_sent and ("receive" in form or "receive_all" in form)

    @property
    def cancels(self) -> bool:
        """Whether the form that takes it back is there."""
        if self.opened is None:
            return self.is_sent and "cancel" in self.request.form
        return self.is_on_way and self.opened.may_send

    @property
    def settles(self) -> bool:
        """Whether the forms for what is missing are there."""
        opened = self.opened
        if opened is None:
            return self.is_sent and "settle" in self.request.form
        return opened.row.state == MISSING and bool(self._ways_to_settle)

    @cached_property
    def _ways_to_settle(self) -> tuple[str, ...]:
        """What the user may say became of what is missing; while that cannot be read, all
        that anybody may."""
        if self.opened is None:
            return tuple(SETTLED)
        row = self.opened.row
        return ways_to_settle(self.user, row.from_place, row.to_place)

    @property
    def asks_who_signed(self) -> bool:
        """Whether the receiver does not work here, so that it is entered who signed."""
        if self.opened is None:
            return "signed_by" in self.request.form
        return not works_here(self.opened.row.to_place)

    @property
    def signed_by(self) -> str:
        return self.submitted("signed_by")

    @property
    def signed_on(self) -> str:
        """The day on which it was signed; today, where nobody said another one."""
        return self.submitted("signed_on") or local_date(utc_now()).isoformat()

    @property
    def kept_words(self) -> list[str]:
        """What was typed into a form that is not there any more, or not now."""
        if not self.is_sent or self.opened is None:
            return []
        names = [
            each
            for each in self.request.form
            if each.startswith(("missing-", "words-"))
            or each in ("reason", "signed_by")
        ]
        form = self.request.form
        if ("cancel" in form and self.cancels) or (
            self._was_receiving and self.receives
        ):
            return []
        if "settle" in form and self.settles:
            is_there = {
                f"words-{each['position']}" for each in self.lines if each["is_missing"]
            }
            names = [each for each in names if each not in is_there]
        return list(filter(None, map(self.submitted, names)))
