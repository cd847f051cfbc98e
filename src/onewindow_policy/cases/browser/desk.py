"""The desk of those who take applications in (办件台): list, open, lead on, print."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.browser.page import AboutCase
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import FileShut
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.handling import open_case
from onewindow_policy.cases.handling import open_file
from onewindow_policy.cases.handling import OpenedCase
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.listing import count_cases
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.cases.scanning import INFECTED
from onewindow_policy.cases.scanning import UNSCANNED
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.units import communities_within
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.editing.api import RETURNED
from onewindow_policy.editing.api import returned_note
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import audit_look
from onewindow_policy.records.api import check_write
from onewindow_policy.records.api import utc_now
from onewindow_policy.samples.api import size_text
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.documents import TITLES
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import quote
from urllib.parse import urlencode
from zExceptions import NotFound as PageNotFound
from zExceptions import Unauthorized
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

#: What the desk offers so far; notices and special procedures come with papers that it
#: does not write yet.
MAIN_PATH = {
    "accept": _("transition_accept", default="Accept"),
    "start": _("transition_start", default="Start handling"),
    "approve": _("transition_approve", default="Complete: approved"),
    "refuse": _("transition_refuse", default="Complete: not approved"),
    "return": _("transition_return", default="Return"),
}

#: What stands beside a file that opens for nobody.
WHY_SHUT = {
    UNSCANNED: _(
        "label_file_unscanned",
        default="Not scanned for viruses yet, so it cannot be opened for now.",
    ),
    INFECTED: _(
        "label_file_infected",
        default="A virus was found: it cannot be opened. Ask for the paper.",
    ),
}

#: What the list is asked to show, besides single states.
OPEN = "open"
ALL = "all"

PAGE_SIZE = 30

LONGEST_REASON = 2000


@implementer(IPublishTraverse)
class DeskView(AboutCase):
    """`@@desk` lists the cases of one's communities, masked; `@@desk/<number>` opens one,
    which the audit notes; `@@desk/<number>/<file>` hands out a file of it."""

    is_staff_page = True
    page_title = _("title_case_desk", default="Cases")
    case_template = ViewPageTemplateFile("desk_case.pt")
    case: OpenedCase | None = None
    problem = None
    reason = ""

    def __init__(self, context, request):
        super().__init__(context, request)
        self._path: list[str] = []

    def publishTraverse(self, request, name):
        """Take number and file from the address."""
        if len(self._path) == 2:
            raise PageNotFound(name)
        self._path.append(name)
        return self

    @cached_property
    def user(self):
        return api.user.get_current().getUser()

    def answer(self):
        if not scope_of(self.user, VIEW_CASES):
            raise Unauthorized("You take in no applications.")
        if not self._path:
            return self.index()
        try:
            return self._answer_case(parse_case_number(self._path[0]), self._path[1:])
        except (CaseNumberMistyped, CaseUnknown) as error:
            raise PageNotFound(self._path[0]) from error

    def _answer_case(self, number: str, path: list[str]):
        if path:
            try:
                return self._hand_out(number, path[0])
            except FileShut as error:
                self.problem = self.words(error.message)
                self.request.response.setStatus(409)
        elif RETURNED in self.request.form:
            self.reason = self._sent_reason
        elif self.request.method == "POST":
            self._move(number)
            if not self.problem:
                api.portal.show_message(
                    _("message_case_moved", default="Done."), self.request
                )
                url = f"{self.desk_url}/{number}"
                return self.request.response.redirect(url, status=303)
        self.case = open_case(number, self.user, self._purpose)
        return self.case_template()

    @property
    def _purpose(self) -> str:
        """For what the user opens a case, in a word of the audit: administrators see
        every desk, and lead no case on."""
        return "handle" if scope_of(self.user, MOVE_CASES) else "oversee"

    @property
    def _sent_reason(self) -> str:
        return text_of(self.request, "reason", LONGEST_REASON)

    def _move(self, number: str) -> None:
        check_write(self.request)
        self.reason = self._sent_reason
        transition = text_of(self.request, "transition")
        version = text_of(self.request, "version")
        try:
            move_case(
                number,
                transition if transition in MAIN_PATH else "",
                self.user,
                version=int(version) if version.isdecimal() else 0,
                reason=self.reason,
            )
        except CaseUnknown:
            raise
        except CaseError as error:
            self.problem = self.words(error.message)
            self.request.response.setStatus(422)

    def _hand_out(self, number: str, file_id: str) -> bytes:
        file = open_file(number, file_id, self.user)
        response = self.request.response
        response.setHeader("Content-Type", file.media_type)
        response.setHeader(
            "Content-Disposition", f"inline; filename*=UTF-8''{quote(file.name)}"
        )
        # What a resident sent runs nothing in the name of the portal.
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'")
        response.setHeader("X-Content-Type-Options", "nosniff")
        return file.content

    @property
    def desk_url(self) -> str:
        return f"{self.site_url}/@@desk"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        title = self.words(self.page_title)
        if self.case is None:
            return [(title, None)]
        return [(title, self.desk_url), (case_number_text(self.case.number), None)]

    # -- the list

    @cached_property
    def communities(self) -> dict[str, str]:
        """The titles of the communities whose cases the user may see, by code."""
        return {
            each.place.code: each.place.title
            for each in communities_within(scope_of(self.user, VIEW_CASES))
        }

    @property
    def wanted_state(self) -> str:
        wanted = text_of(self.request, "state")
        return wanted if wanted in (*STATES, ALL) else OPEN

    @property
    def wanted_community(self) -> str:
        wanted = text_of(self.request, "community")
        return wanted if wanted in self.communities else ""

    @property
    def is_by_due(self) -> bool:
        return text_of(self.request, "order") == "due"

    @property
    def state_options(self) -> list[dict]:
        counts = count_cases(self.user)
        options = [
            (OPEN, _("option_open_cases", default="Open"), sum(counts.values())),
            *((state, None, counts.get(state)) for state in STATES),
            (ALL, _("option_all_cases", default="All"), None),
        ]
        return [
            {
                "value": value,
                "title": self.words(title) if title else self.words.state(value),
                "count": count,
                "selected": value == self.wanted_state,
            }
            for value, title, count in options
        ]

    @property
    def community_options(self) -> list[dict]:
        return [
            {"value": code, "title": title, "selected": code == self.wanted_community}
            for code, title in self.communities.items()
        ]

    @cached_property
    def page(self):
        states = {OPEN: OPEN_STATES, ALL: STATES}.get(
            self.wanted_state, (self.wanted_state,)
        )
        chosen = self.wanted_community
        audit_look("cases")
        return cases_in(
            self.user,
            [chosen] if chosen else None,
            states,
            by_due=self.is_by_due,
            page=text_of(self.request, "page") or None,
            size=PAGE_SIZE,
        )

    @property
    def rows(self) -> list[dict]:
        today = local_date(utc_now())
        return [
            {
                "url": f"{self.desk_url}/{row.number}",
                "number": case_number_text(row.number),
                "item": row.item_title,
                "name": row.name,
                "community": self.communities.get(row.community_code, ""),
                "state": self.words.state(row.state),
                "received": self.words.moment(row.received_at),
                "due": self.words.due(row.due) if row.due else "",
                "is_overdue": row.is_overdue(today),
            }
            for row in self.page.rows
        ]

    @property
    def next_url(self) -> str | None:
        """The address of the next page of the list."""
        if self.page.next_page is None:
            return None
        query = {
            "state": self.wanted_state,
            "community": self.wanted_community,
            "order": "due" if self.is_by_due else "",
            "page": self.page.next_page,
        }
        return f"{self.desk_url}?{urlencode(query)}"

    # -- the case

    @property
    def community(self) -> str:
        return self.communities.get(self.case.community_code, "")

    @property
    def people(self) -> list[dict]:
        """The applicant and, where there is one, the agent."""
        people = [(_("label_applicant", default="Applicant"), self.case.applicant)]
        if self.case.agent is not None:
            people.append((_("label_agent", default="Agent"), self.case.agent))
        return [
            {
                "role": self.words(role),
                "person": person,
                "document": self.words(_document_of(person)),
            }
            for role, person in people
        ]

    @property
    def answers(self) -> list[dict]:
        return [
            {"title": answer.title, "value": _as_text(answer.value)}
            for answer in self.case.answers
        ]

    @property
    def files(self) -> list[dict]:
        return [
            {
                "url": self._file_url(file),
                "why_shut": self._why_shut(file),
                "name": file.name,
                "material": self._material_of(file),
                "size": size_text(file.size_bytes),
            }
            for file in self.case.files
        ]

    def _material_of(self, file) -> str:
        """Return for what a file was handed in, as the form asked for it."""
        asked = [
            answer.title
            for answer in self.case.answers
            if isinstance(answer.value, list) and file.name in answer.value
        ]
        code = file.material_code or ""
        return f"{asked[0]} {code}".strip() if len(asked) == 1 else code

    def _file_url(self, file) -> str | None:
        """Return where a file opens, None where it opens for nobody."""
        if file.state in WHY_SHUT:
            return None
        return f"{self.desk_url}/{self.case.number}/{file.id}"

    def _why_shut(self, file) -> str:
        """Return why a file opens for nobody, "" for one that opens."""
        return self.words(WHY_SHUT[file.state]) if file.state in WHY_SHUT else ""

    @property
    def steps(self) -> list[dict]:
        """What the user may do next."""
        return [
            {
                "name": each.name,
                "title": self.words(MAIN_PATH[each.name]),
                "needs_reason": each.needs_reason,
                "css_class": "btn" if each.needs_reason else "btn btn-primary",
            }
            for each in self.case.transitions
            if each.name in MAIN_PATH
        ]

    def event_text(self, entry: HistoryEntry) -> str:
        """See `AboutCase`; it is not the applicant who reads it here."""
        return self.words.desk_event(entry.transition)

    @property
    def turn(self) -> str:
        """Whose turn it is, "" when the case is over."""
        return self.words.turn(self.case.state, self.case.unit)

    @property
    def note(self) -> str:
        """What is said of a reason that was given back after a log-in."""
        return returned_note(self.context, self.request)

    @property
    def any_needs_reason(self) -> bool:
        return any(step["needs_reason"] for step in self.steps)


def _document_of(person: Person) -> Message:
    """Return what the number of a person is called: of a kind that an editor made up, the
    form's own answer stands below."""
    if person.id_kind in (None, RESIDENT_CARD):
        return _("label_id_number", default="Identity number")
    return TITLES.get(
        person.id_kind, _("label_document_number", default="Number of the document")
    )


def _as_text(value) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)
