"""`/@@data-request?number=…`: a request, what is decided about it, and its carrying out."""

from collections.abc import Callable
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.pages.api import text_of
from onewindow_policy.pages.api import Words
from onewindow_policy.rights.addresses import LIST
from onewindow_policy.rights.addresses import request_path
from onewindow_policy.rights.carrying import close_erased
from onewindow_policy.rights.carrying import copy_again
from onewindow_policy.rights.carrying import erase
from onewindow_policy.rights.carrying import hand_over_copy
from onewindow_policy.rights.copies import copy_as_json
from onewindow_policy.rights.copies import copy_as_pdf
from onewindow_policy.rights.copies import copy_as_zip
from onewindow_policy.rights.copies import CopyFile
from onewindow_policy.rights.entries import TITLE
from onewindow_policy.rights.exceptions import EraseUnconfirmed
from onewindow_policy.rights.exceptions import NotPrinted
from onewindow_policy.rights.exceptions import RequestNumberMistyped
from onewindow_policy.rights.exceptions import RequestUnknown
from onewindow_policy.rights.exceptions import RightsError
from onewindow_policy.rights.models import ERASURE
from onewindow_policy.rights.models import LAPSED
from onewindow_policy.rights.numbers import number_text
from onewindow_policy.rights.numbers import parse_request_number
from onewindow_policy.rights.opening import CLOSE
from onewindow_policy.rights.opening import CORRECT
from onewindow_policy.rights.opening import correct_fields
from onewindow_policy.rights.opening import DECIDE
from onewindow_policy.rights.opening import ERASE
from onewindow_policy.rights.opening import HAND_OVER
from onewindow_policy.rights.opening import open_request
from onewindow_policy.rights.opening import OpenedRequest
from onewindow_policy.rights.permissions import DECIDE_RIGHTS
from onewindow_policy.rights.permissions import TAKE_RIGHTS
from onewindow_policy.rights.replying import has_reply
from onewindow_policy.rights.replying import reply_to
from onewindow_policy.rights.requests import grant
from onewindow_policy.rights.requests import LONGEST_WISH
from onewindow_policy.rights.requests import refuse
from onewindow_policy.rights.subjects import subject_path
from onewindow_policy.rights.subjects import subject_text
from onewindow_policy.rights.wording import erasing_words
from onewindow_policy.rights.wording import KIND_WORDS
from onewindow_policy.rights.wording import STATE_WORDS
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import ClassVar
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.i18nmessageid import Message

import transaction

#: The buttons, by what each does.
BUTTONS = {
    "grant": DECIDE,
    "refuse": DECIDE,
    "hand-over": HAND_OVER,
    "correct": CORRECT,
    "erase": ERASE,
    "close": CLOSE,
}

#: As what a copy is downloaded, by what the address says.
COPY_FORMATS = {"1": copy_as_json, "pdf": copy_as_pdf, "zip": copy_as_zip}

#: Nobody needs more texts of one record corrected at once.
_MOST_FIELDS = 500


class RightsRequestView(PostView):
    """A request, which opening notes in the audit; with `copy=pdf` the copy that was
    handed over a short time ago, to be read, with `copy=zip` files and all, with `copy=1`
    for programs; with `reply=1`
    the answer on paper."""

    index = ViewPageTemplateFile("request.pt")
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    refusals = (RightsError,)
    unknown = (RequestNumberMistyped, RequestUnknown)
    longest_text = LONGEST_WISH
    opened: OpenedRequest | None = None

    def answer(self):
        """See `PostView`."""
        wanted = text_of(self.request, "copy")
        if not self.is_sent and wanted in COPY_FORMATS:
            return self._file(lambda: self._copy(wanted))
        if not self.is_sent and text_of(self.request, "reply") == "1":
            return self._file(self._reply)
        return super().answer()

    def _file(self, made: Callable[[], CopyFile]) -> bytes | str:
        """Return a file that is downloaded, or the page that says why there is none."""
        try:
            return made().sent_by(self.request.response)
        except self.unknown as error:
            raise NotFound(self.request.get("ACTUAL_URL")) from error
        except NotPrinted as error:
            # Nobody was given anything.
            transaction.abort()
            self.explain(503, [Problem("", error.message)])
        except RightsError as error:
            self.explain(409, [Problem("", error.message)])
        return super().answer()

    def _copy(self, wanted: str) -> CopyFile:
        data = copy_again(self.number, scope_of(self._user, TAKE_RIGHTS))
        return COPY_FORMATS[wanted](data)

    def _reply(self) -> CopyFile:
        return reply_to(open_request(self.number, self._user))

    def read(self) -> None:
        """See `PostView`."""
        self.opened = open_request(self.number, self._user)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        pressed = next((each for each in BUTTONS if each in self.request.form), None)
        if pressed is None:
            raise BadRequest
        done = self._steps[pressed](self)
        return done, f"{self.site_url}/{request_path(self.number)}"

    def problems_of(self, error: Exception):
        """See `PostView`. A field of another page has no place here."""
        field = error.field if error.field in ("reason", "confirmed") else ""
        return [Problem(field, error.message)]

    def _do_grant(self) -> Message:
        grant(self.number, self._user.getId(), self._decides, self.submitted_version)
        return _("message_rights_granted", default="Granted. Now carry it out.")

    def _do_refuse(self) -> Message:
        reason = self.submitted("reason")
        version = self.submitted_version
        refuse(self.number, self._user.getId(), reason, self._decides, version)
        return _("message_rights_refused", default="Refused. The person reads why.")

    def _do_hand_over(self) -> Message:
        takes = scope_of(self._user, TAKE_RIGHTS)
        hand_over_copy(self.number, takes, self.submitted_version)
        return _(
            "message_rights_handed_over",
            default="Noted. The copy can be had on this page for seven days.",
        )

    def _do_correct(self) -> Message:
        count = next(
            index
            for index in range(_MOST_FIELDS + 1)
            if f"value-{index}" not in self.request.form or index == _MOST_FIELDS
        )
        correct_fields(
            self.number,
            [self.submitted(f"value-{index}") for index in range(count)],
            self._user,
            version=self.submitted_version,
            digest=self.submitted("digest"),
        )
        return _("message_rights_corrected", default="Corrected.")

    def _do_erase(self) -> Message:
        if not self.submitted("confirmed"):
            raise EraseUnconfirmed
        erase(self.number, self._decides, self.submitted_version)
        return _("message_rights_erased", default="Carried out: see below.")

    def _do_close(self) -> Message:
        close_erased(self.number, self._decides, self.submitted_version)
        return _("message_rights_closed", default="Closed.")

    #: What each of `BUTTONS` does.
    _steps: ClassVar = {
        "grant": _do_grant,
        "refuse": _do_refuse,
        "hand-over": _do_hand_over,
        "correct": _do_correct,
        "erase": _do_erase,
        "close": _do_close,
    }

    @cached_property
    def _user(self):
        return api.user.get_current().getUser()

    @property
    def _decides(self):
        return scope_of(self._user, DECIDE_RIGHTS)

    @cached_property
    def number(self) -> str:
        """The number of the request; raises `RequestNumberMistyped`."""
        return parse_request_number(self.submitted("number"))

    @property
    def page_title(self):
        return _(
            "title_data_request",
            default="Request ${number}",
            mapping={"number": number_text(self.number)},
        )

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def list_url(self) -> str:
        return f"{self.site_url}/{LIST}"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [
            (self.words(TITLE), self.list_url),
            (self.words(self.page_title), None),
        ]

    @property
    def version(self) -> int:
        """The version that the page shows."""
        return self.opened.version if self.opened else self.submitted_version

    @property
    def subject_url(self) -> str:
        path = subject_path(self._user, self.opened.subject_number)
        return f"{self.site_url}/{path}" if path else ""

    @property
    def subject(self) -> str:
        return subject_text(self.opened.subject_number)

    @property
    def facts(self) -> list[dict]:
        """What is known of the request, label by label; what is not is left out."""
        one, say = self.opened, self.words
        titles = {each.place.code: each.full_name for each in all_communities()}
        state, _tone = STATE_WORDS[one.state]
        city = say(_("text_rights_of_city", default="The whole city"))
        code = one.community_code
        rows = (
            (_("column_rights_kind", default="Asked for"), say(KIND_WORDS[one.kind])),
            (_("label_case_state", default="State"), say(state)),
            (_("column_rights_due", default="Answer by"), say.day(one.due_on)),
            (
                _("label_rights_fetch_until", default="To be fetched by"),
                say.day(one.fetch_until) if one.fetch_until else "",
            ),
            (_("column_rights_asked", default="Asked on"), say.moment(one.asked_at)),
            (_("label_rights_way", default="How"), self._way),
            (
                _("column_inquiry_window", default="Window"),
                titles.get(code, code) if code else city,
            ),
            (_("label_rights_decided", default="Decided"), self._decided),
            (self._ending, say.moment(one.done_at) if one.done_at else ""),
        )
        return [{"label": say(label), "text": text} for label, text in rows if text]

    @property
    def _ending(self) -> Message:
        if self.opened.state == LAPSED:
            return _("label_rights_lapsed", default="Not to be had any more since")
        return _("label_rights_done", default="Carried out")

    @property
    def _way(self) -> str:
        if self.opened.taken_by is None:
            return self.words(
                _("rights_way_code", default="With number and query code, online")
            )
        message = _(
            "rights_way_window",
            default="At the window, taken in by ${name}",
            mapping={"name": staff_name(self.opened.taken_by)},
        )
        return self.words(message)

    @property
    def _decided(self) -> str:
        one = self.opened
        if one.decided_at is None:
            return ""
        day = self.words.day(local_date(one.decided_at))
        return f"{day} {staff_name(one.decided_by or '')}"

    def lines_of(self, text: str) -> list[str]:
        """Return what somebody wrote, line by line."""
        return [line for line in text.splitlines() if line.strip()]

    def _offers(self, button: str) -> bool:
        """Return whether a form is shown: where it is possible; while nothing can be read,
        where it was sent."""
        if self.opened is None:
            return button in self.request.form
        return BUTTONS[button] in self.opened.offers

    @property
    def may_grant(self) -> bool:
        return self._offers("grant")

    @property
    def may_refuse(self) -> bool:
        return self._offers("refuse")

    @property
    def may_hand_over(self) -> bool:
        return self._offers("hand-over")

    @property
    def may_correct(self) -> bool:
        return self._offers("correct")

    @property
    def may_erase(self) -> bool:
        return self._offers("erase")

    @property
    def may_close(self) -> bool:
        return self._offers("close")

    @property
    def copy_url(self) -> str:
        """Where the copy is had once more, for programs, "" where it is not at hand."""
        return self._copy_url("1")

    @property
    def printed_copy_url(self) -> str:
        """Where it is had to be read by people."""
        return self._copy_url("pdf")

    @property
    def packed_copy_url(self) -> str:
        """Where it is had with the files that were handed in."""
        return self._copy_url("zip")

    def _copy_url(self, wanted: str) -> str:
        if self.opened is None or not self.opened.is_copy_at_hand:
            return ""
        return f"{self.site_url}/{request_path(self.number)}&copy={wanted}"

    @property
    def reply_url(self) -> str:
        """Where the answer is printed, "" while there is none."""
        if self.opened is None or not has_reply(self.opened):
            return ""
        return f"{self.site_url}/{request_path(self.number)}&reply=1"

    @property
    def what_is_erased(self) -> str:
        """What becomes of the record when it is erased, "" where it is not."""
        one = self.opened
        if one is None or one.kind != ERASURE or not one.offers:
            return ""
        return self.words(erasing_words(one.stored, self.words))

    @property
    def fields(self) -> list[dict]:
        """The texts of the record that may be corrected, with what was typed."""
        if self.opened is None:
            return []
        return [
            {
                "id": f"value-{index}",
                "label": self.words(each.label),
                "value": self.submitted(f"value-{index}")
                if self.is_sent and f"value-{index}" in self.request.form
                else each.value,
            }
            for index, each in enumerate(self.opened.fields)
        ]

    @property
    def digest(self) -> str:
        return self.opened.fields_digest if self.opened else self.submitted("digest")

    @property
    def kept_reason(self) -> str:
        """What was typed of a refusal that is not possible any more, to be copied."""
        is_late = self.is_sent and self.opened is not None and not self.may_refuse
        return self.submitted("reason") if is_late else ""
