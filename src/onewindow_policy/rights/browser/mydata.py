"""`/@@my-data` (我的个人信息): what persons ask about their data, without an account."""

from collections.abc import Callable
from collections.abc import Mapping
from functools import cached_property
from functools import partial
from onewindow_policy import _
from onewindow_policy.cases.api import parse_case_number
from onewindow_policy.cases.browser.opened import OpenedByCode
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import Mistyped
from onewindow_policy.cases.exceptions import PersonRefused
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.pages.api import text_of
from onewindow_policy.rights.copies import copy_as_json
from onewindow_policy.rights.copies import copy_as_pdf
from onewindow_policy.rights.copies import copy_as_zip
from onewindow_policy.rights.copies import CopyFile
from onewindow_policy.rights.exceptions import CopyNotPrinted
from onewindow_policy.rights.exceptions import KindMissing
from onewindow_policy.rights.exceptions import RightsError
from onewindow_policy.rights.models import KINDS
from onewindow_policy.rights.models import LAPSED
from onewindow_policy.rights.models import OPEN_STATES
from onewindow_policy.rights.models import REFUSED
from onewindow_policy.rights.numbers import number_text
from onewindow_policy.rights.numbers import parse_request_number
from onewindow_policy.rights.offering import MY_DATA
from onewindow_policy.rights.personal import fetch_copy
from onewindow_policy.rights.personal import own_requests
from onewindow_policy.rights.personal import OwnRequest
from onewindow_policy.rights.personal import read_reasons
from onewindow_policy.rights.requests import ask_by_code
from onewindow_policy.rights.requests import LONGEST_WISH
from onewindow_policy.rights.wording import fetch_words
from onewindow_policy.rights.wording import KIND_WORDS
from onewindow_policy.rights.wording import STATE_WORDS
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.serials import LONGEST_TYPED
from types import MappingProxyType
from typing import TypeVar

import transaction

T = TypeVar("T")

#: As what a copy is downloaded, by the button.
COPY_FORMATS = {"print": copy_as_pdf, "pack": copy_as_zip, "fetch": copy_as_json}

#: Where what is wrong stands on the page.
WHY_DOCUMENT = "why-document"
_FIELDS = (WHY_DOCUMENT, "kind", "wish", "document")


class MyDataView(OpenedByCode):
    """Opened by number and query code from the progress: what was asked about the data of
    this case and what came of it; asks for more; hands out a copy that was granted.

    It needs no other token: who has the code may withdraw as well, and nobody else has it.
    """

    page_title = _("title_my_data", default="My personal information")
    longest_wish = LONGEST_WISH
    was_asked = False
    #: Why requests were refused, by their numbers, once it was asked for.
    reasons: Mapping[str, str] = MappingProxyType({})

    def answer(self):
        if self.request.method != "POST":
            self.request.response.redirect(self.track_url)
            return ""
        if self.is_of_ended_visit:
            self.request.form.clear()
        wanted = next((each for each in COPY_FORMATS if each in self.request.form), "")
        # Before anything is written: what is wrong is counted in a transaction apart.
        file = self._fetch(wanted) if wanted and not self.is_shared else None
        wrong, status = self.problems, self.request.response.getStatus()
        if file is not None:
            return file.sent_by(self.request.response)
        self._open()
        if self.case is not None:
            self.problems = {**self.problems, **wrong}
            self.request.response.setStatus(status)
            if "ask" in self.request.form:
                self._ask()
            elif "why" in self.request.form:
                self._read_reasons()
        return self.index()

    @property
    def my_data_url(self) -> str:
        return f"{self.site_url}/{MY_DATA}"

    def _fetch(self, wanted: str) -> CopyFile | None:
        """Return the copy that was asked for by the button `wanted`; None where something
        is wrong, which `problems` say."""
        self.problems = {}

        def fetch() -> CopyFile:
            data = fetch_copy(
                parse_request_number(text_of(self.request, wanted)),
                parse_case_number(text_of(self.request, "number")),
                text_of(self.request, "code"),
                text_of(self.request, "document", LONGEST_TYPED),
                self.request.getClientAddr(),
            )
            return COPY_FORMATS[wanted](data)

        return self._proved("document", fetch)

    def _read_reasons(self) -> None:
        """Have the reasons of refusals shown to who knows the number of the document."""
        number, address = self.case.number, self.request.getClientAddr()
        document = text_of(self.request, WHY_DOCUMENT, LONGEST_TYPED)
        read = partial(read_reasons, number, document, address)
        self.reasons = self._proved(WHY_DOCUMENT, read) or {}

    def _proved(self, field: str, work: Callable[[], T]) -> T | None:
        """Return what only its person gets; None where something is wrong, which `problems`
        say: at `field`, where the number of the document is typed."""
        try:
            return work()
        except UnfitAnswer as error:
            self._say(422, field, error.args[0])
        except PersonRefused as error:
            self._say(422, field, error.message)
        except TooManyTries as error:
            self._say(429, field, error.message)
        except RightsError as error:
            transaction.abort()
            status = 503 if isinstance(error, CopyNotPrinted) else 409
            self._say(status, "", error.message)
        except (CodeRefused, Mistyped):
            # `_open` says so.
            transaction.abort()
        return None

    def _ask(self) -> None:
        address = self.request.getClientAddr()
        number, kind = self.case.number, text_of(self.request, "kind")
        try:
            if kind not in KINDS:
                raise KindMissing
            ask_by_code(kind, number, self.code, address, self.typed_wish)
        except RightsError as error:
            self._say(422, error.field, error.message)
        else:
            self.was_asked = True

    def _say(self, status: int, name: str, message) -> None:
        self.request.response.setStatus(status)
        self.problems[name if name in _FIELDS else ""] = self.words(message)

    @property
    def typed_wish(self) -> str:
        wish = self.request.form.get("wish")
        return wish.replace("\r\n", "\n") if isinstance(wish, str) else ""

    @property
    def summary(self) -> list[dict[str, str]]:
        """What is wrong, each with the place where it is put right."""
        return [
            {"id": name, "text": self.problems[name]}
            for name in _FIELDS
            if name in self.problems
        ]

    @property
    def kinds(self) -> list[dict]:
        """What can be asked for."""
        chosen = "" if self.was_asked else text_of(self.request, "kind")
        return [
            {"value": kind, "title": self.words(words), "is_chosen": kind == chosen}
            for kind, words in KIND_WORDS.items()
        ]

    @cached_property
    def _requests(self) -> list[OwnRequest]:
        return own_requests(self.case.number)

    @property
    def hides_reasons(self) -> bool:
        """Whether something was refused, and its reason is not shown yet."""
        hidden = (each.number for each in self._requests if each.has_reason)
        return any(number not in self.reasons for number in hidden)

    @property
    def to_fetch(self) -> str:
        """The number of the latest request whose copy can be fetched, "" for none."""
        ready = (each.number for each in self._requests if each.can_fetch)
        return next(ready, "")

    @property
    def rows(self) -> list[dict]:
        """What was asked, the latest first, with what came of it."""
        say = self.words
        return [
            {
                "number": number_text(each.number),
                "kind": say(KIND_WORDS[each.kind]),
                "state": say(STATE_WORDS[each.state][0]),
                "asked": say.moment(each.asked_at),
                "due": say.day(each.due_on) if self._is_unanswered(each) else "",
                "fetch": self._fetch_words(each),
                "is_lapsed": each.state == LAPSED,
                "is_refused": each.state == REFUSED,
                "reason": self.reasons.get(each.number, ""),
            }
            for each in self._requests
        ]

    def _is_unanswered(self, one: OwnRequest) -> bool:
        return one.state in OPEN_STATES and one.fetch_until is None

    def _fetch_words(self, one: OwnRequest) -> str:
        if one.state not in OPEN_STATES or one.fetch_until is None:
            return ""
        return self.words(fetch_words(one.fetch_until, self.words))
