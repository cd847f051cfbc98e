"""POST `@track`: how far an application is, as its page says it."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.browser.page import ApplicantPage
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import Mistyped
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.numbers import parse_query_code
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.guides.services.guide.get import error_json
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.typed.serials import LONGEST_TYPED
from plone.restapi.deserializer import json_body
from plone.restapi.services import Service
from typing import Any
from zope.i18n import translate

_NO_TEXT = _(
    "track_needs_texts", default="Send number and code, both as texts, in JSON."
)


class TrackCase(Service):
    """Opens a case by `number` and `code`, sent in the body: a code never stands in an
    address. Wrong ones count against the limits of the page."""

    def reply(self) -> dict[str, Any]:
        self.request.response.setHeader("Cache-Control", "no-store")
        sent = json_body(self.request)
        number, code = sent.get("number"), sent.get("code")
        if not (isinstance(number, str) and isinstance(code, str)):
            return self._refuse(400, "BadRequest", _NO_TEXT)
        try:
            case = open_by_code(
                parse_case_number(number[:LONGEST_TYPED]),
                parse_query_code(code[:LONGEST_TYPED]),
                self.request.getClientAddr(),
            )
        except Mistyped as error:
            return self._refuse(400, "BadRequest", error.message)
        except CodeRefused as error:
            return self._refuse(403, "Forbidden", error.message)
        except TooManyTries as error:
            return self._refuse(429, "TooManyTries", error.message)
        page = ApplicantPage(self.context, self.request)
        page.case = case
        return progress_json(case, page)

    def _refuse(self, status: int, kind: str, message) -> dict[str, Any]:
        self.request.response.setStatus(status)
        return error_json(kind, translate(message, context=self.request))


def progress_json(case: TrackedCase, page: ApplicantPage) -> dict[str, Any]:
    """Return what the page of progress says, dates as days; `due` is None where none can
    hold, and `due_for` says what it is for. `expected` is by when it is expected where that
    has passed, `renewal` what is said of a result that runs out."""
    due = case.due
    return {
        "number": case.number,
        "item": {"code": case.item_code, "title": case.item_title},
        "applicant": case.person,
        "state": {"token": case.state, "title": page.state},
        "received": case.received_at.isoformat(),
        "due": due.date.isoformat() if due is not None else None,
        "due_for": page.due_label if due is not None else None,
        "due_is_estimated": due is not None and due.is_estimated,
        "expected": _day(case.expected_on),
        "valid_until": _day(case.validity.until if case.validity is not None else None),
        "renewal": page.renewal_text or None,
        "promise": page.promise,
        "meaning": page.meaning,
        "next": page.next_step,
        "progress": [
            {
                "name": step["name"],
                "place": step["place"],
                "who": step["who"],
                "when": step["when"],
            }
            for step in page.progress
        ],
        "history": [
            {
                "at": entry.at.isoformat(),
                "text": page.event_text(entry),
                "reason": entry.reason,
            }
            for entry in case.history
        ],
        "can_withdraw": case.can_withdraw,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
