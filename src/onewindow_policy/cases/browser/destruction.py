"""`@@destruction-lists` (销毁清册): what is over its term, and the lists; `…/<number>`: one
of them, to be appraised, signed, and read for good."""

from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set
from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.archive.exceptions import DayUnfit
from onewindow_policy.cases.archive.exceptions import ListUnknown
from onewindow_policy.cases.archive.executing import JOB
from onewindow_policy.cases.archive.lists import appraise
from onewindow_policy.cases.archive.lists import cancel_list
from onewindow_policy.cases.archive.lists import Decision
from onewindow_policy.cases.archive.lists import find_list
from onewindow_policy.cases.archive.lists import LineUnfit
from onewindow_policy.cases.archive.lists import make_list
from onewindow_policy.cases.archive.lists import MOST_LINES
from onewindow_policy.cases.archive.lists import newest_lists
from onewindow_policy.cases.archive.lists import open_lines
from onewindow_policy.cases.archive.lists import sign_list
from onewindow_policy.cases.archive.lists import signatures_of
from onewindow_policy.cases.archive.models import DestructionLine
from onewindow_policy.cases.archive.models import DestructionList
from onewindow_policy.cases.archive.models import DestructionSignature
from onewindow_policy.cases.archive.models import DRAFTED
from onewindow_policy.cases.archive.models import KEEP
from onewindow_policy.cases.archive.outside import confirm_destroyed
from onewindow_policy.cases.archive.outside import digests_of
from onewindow_policy.cases.archive.outside import lines_outside
from onewindow_policy.cases.archive.outside import lists_with_packages
from onewindow_policy.cases.archive.overdue import cases_to_list
from onewindow_policy.cases.archive.overdue import count_overdue
from onewindow_policy.cases.archive.overdue import overdue_cases
from onewindow_policy.cases.archive.overdue import stop_titles
from onewindow_policy.cases.archive.overdue import stops_of
from onewindow_policy.cases.archive.report import counts_of
from onewindow_policy.cases.archive.report import DECISIONS
from onewindow_policy.cases.archive.report import outcome_text
from onewindow_policy.cases.archive.report import report_of
from onewindow_policy.cases.archive.report import STATES
from onewindow_policy.cases.archive.report import term_text
from onewindow_policy.cases.archive.report import title_of
from onewindow_policy.cases.archive.terms import terms_in_force
from onewindow_policy.cases.entries import DESTRUCTION_LISTS
from onewindow_policy.cases.entries import destruction_permissions
from onewindow_policy.cases.entries import DestructionEntry
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.permissions import APPRAISE_DESTRUCTION
from onewindow_policy.cases.permissions import SIGN_DESTRUCTION
from onewindow_policy.desks.api import count_text
from onewindow_policy.desks.api import MEDIA_TYPE
from onewindow_policy.desks.api import PostView
from onewindow_policy.jobs.api import ask_for
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from types import MappingProxyType
from urllib.parse import quote
from uuid import UUID
from zExceptions import NotFound as PageNotFound
from zExceptions import Unauthorized
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

#: As many lists are shown: a city makes a few in a year.
MOST_LISTS = 100

MADE = _(
    "message_list_made", default="The list is made. Appraise each line, then sign it."
)
APPRAISED = _("message_list_appraised", default="The appraisal is kept.")
SIGNED_FIRST = _(
    "message_list_signed",
    default="Signed. A second person has to sign before anything is destroyed.",
)
SIGNED_BOTH = _(
    "message_list_signed_both",
    default="Signed by two. It is being carried out; look again in a minute.",
)
GIVEN_UP = _(
    "message_list_cancelled",
    default="Given up. Its applications may be on another one.",
)


PACKAGES_GONE = _(
    "message_packages_gone",
    default="Noted: the packages of these applications are destroyed.",
)

_BUTTONS = "sign", "cancel", "sheet", "gone"
_INPUTS = "decision-", "reason-", "until-", "package-"


class _DestructionPage(PostView):
    """What both pages have in common."""

    refusals = (CaseError,)
    unknown = (ListUnknown,)

    def answer(self):
        """See `PostView`."""
        if not self.permissions:
            raise Unauthorized("You neither appraise nor sign destruction lists.")
        return super().answer()

    @cached_property
    def user(self):
        return api.user.get_current().getUser()

    @cached_property
    def permissions(self) -> frozenset[str]:
        return destruction_permissions(self.user)

    @property
    def may_appraise(self) -> bool:
        return APPRAISE_DESTRUCTION in self.permissions

    @property
    def may_sign(self) -> bool:
        return SIGN_DESTRUCTION in self.permissions

    def require(self, permission: str) -> None:
        """Raise Unauthorized for who may not press a button."""
        if permission not in self.permissions:
            raise Unauthorized(f"You may not: {permission}.")

    @property
    def lists_url(self) -> str:
        return f"{self.site_url}/{DESTRUCTION_LISTS}"

    @cached_property
    def words(self) -> Words:
        return Words(self.language)


@implementer(IPublishTraverse)
class DestructionListsView(_DestructionPage):
    """What is over its term, from which a list is made, and the lists that there are."""

    index = ViewPageTemplateFile("destruction.pt")
    page_title = DestructionEntry.title
    count = 0
    overdue: Sequence = ()
    is_any_listable = False
    lists: Sequence[tuple[DestructionList, int]] = ()
    with_packages: Set[int] = frozenset()
    number = ""

    def publishTraverse(self, request, name):
        """Take the number of a list from the address."""
        if self.number:
            raise PageNotFound(name)
        self.number = name
        return self

    def __call__(self):
        if self.number:
            return DestructionListView(self.context, self.request, self.number)()
        return super().__call__()

    def read(self) -> None:
        """See `PostView`."""
        session, now = read_session(), utc_now()
        cases = overdue_cases(session, now, MOST_LINES)
        self.count = count_overdue(session, now)
        terms = terms_in_force(session)
        stops = stops_of(session, cases, terms, now)
        self.is_any_listable = bool(cases_to_list(session, now, 1))
        titles = stop_titles()
        self.overdue = [
            {
                "number": case_number_text(each.number),
                "item": each.item_title,
                "closed": self.words.day(local_date(each.closed_at)),
                "stop": self.words(titles[stops[each.number]])
                if each.number in stops
                else "",
            }
            for each in cases
        ]
        self.lists = newest_lists(session, MOST_LISTS)
        self.with_packages = lists_with_packages(session)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        self.require(APPRAISE_DESTRUCTION)
        made = make_list(self.user.getId())
        return MADE, f"{self.lists_url}/{made.number}"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [(self.words(self.page_title), None)]

    @property
    def can_make(self) -> bool:
        """Whether a list could be made of what is over its term."""
        return self.may_appraise and self.is_any_listable

    @property
    def counted(self) -> str:
        """How many are over their term, in words."""
        return self.words(count_text(self.count))

    @property
    def shown(self) -> int:
        return len(self.overdue)

    @property
    def rows(self) -> list[dict]:
        """The lists, as the page shows them."""
        return [
            {
                "number": each.number,
                "url": f"{self.lists_url}/{each.number}",
                "state": self.words(STATES[each.state]),
                "made": self.words.day(local_date(each.made_at)),
                "count": count,
                "has_packages": each.id in self.with_packages,
            }
            for each, count in self.lists
        ]


class DestructionListView(_DestructionPage):
    """A list: appraised line by line, signed by two, and what came of it."""

    index = ViewPageTemplateFile("destruction_list.pt")
    found: DestructionList | None = None
    lines: Sequence[DestructionLine] = ()
    signatures: Sequence[DestructionSignature] = ()
    outside: Sequence[DestructionLine] = ()
    digests: Mapping[UUID, tuple[str, ...]] = MappingProxyType({})
    _sheet: bytes | None = None

    def __init__(self, context, request, number: str):
        super().__init__(context, request)
        self.number = number

    @property
    def page_title(self) -> str:
        return self.words(title_of(self.number))

    @property
    def own_url(self) -> str:
        return f"{self.lists_url}/{quote(self.number)}"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [
            (self.words(DestructionEntry.title), self.lists_url),
            (self.page_title, None),
        ]

    def answer(self):
        """See `PostView`."""
        page = super().answer()
        return page if self._sheet is None else self._hand_out(self._sheet)

    def read(self) -> None:
        """See `PostView`."""
        session = read_session()
        self.found = find_list(session, self.number)
        self.lines = open_lines(session, self.found)
        self.signatures = signatures_of(session, self.found)
        self.outside = lines_outside(session, self.found)
        case_ids = [each.case_id for each in self.outside]
        self.digests = digests_of(session, case_ids)

    def act(self) -> tuple[Message, str] | None:
        """See `PostView`."""
        user_id, version = self.user.getId(), self.submitted_version
        if "sheet" in self.request.form:
            session = write_session()
            self._sheet = report_of(
                session, find_list(session, self.number), self.words
            )
            audit("archive.report_list", self.number)
            return None
        if "sign" in self.request.form:
            self.require(SIGN_DESTRUCTION)
            if sign_list(self.number, version, user_id):
                ask_for(JOB)
                return SIGNED_BOTH, self.own_url
            return SIGNED_FIRST, self.own_url
        self.require(APPRAISE_DESTRUCTION)
        if "gone" in self.request.form:
            confirm_destroyed(self.number, self._ticked(), user_id)
            return PACKAGES_GONE, self.own_url
        if "cancel" in self.request.form:
            cancel_list(self.number, version, user_id)
            return GIVEN_UP, self.own_url
        appraise(self.number, version, self._decisions(), user_id)
        return APPRAISED, self.own_url

    def give_back(self, error: Exception) -> str:
        """See `PostView`. What could not be noted is not handed out."""
        self._sheet = None
        for header in ("content-type", "content-disposition", "x-content-type-options"):
            self.request.response.headers.pop(header, None)
        return super().give_back(error)

    def _hand_out(self, sheet: bytes) -> bytes:
        response = self.request.response
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("Content-Type", MEDIA_TYPE)
        name = quote(f"{self.page_title}.xlsx")
        response.setHeader(
            "Content-Disposition", f"attachment; filename*=UTF-8''{name}"
        )
        response.setHeader("X-Content-Type-Options", "nosniff")
        return sheet

    def _decisions(self) -> dict[int, Decision]:
        """Return what was chosen, by line. Raises `LineUnfit`."""
        decisions = {}
        for position in range(1, MOST_LINES + 1):
            what = self.submitted(f"decision-{position}")
            if what not in DECISIONS:
                continue
            reason = self.submitted(f"reason-{position}")
            until = self._until(position) if what == KEEP else None
            decisions[position] = Decision(what, reason, until)
        return decisions

    def _ticked(self) -> list[int]:
        """Return of which lines the packages are said to be destroyed."""
        return [
            position
            for position in range(1, MOST_LINES + 1)
            if self.submitted(f"package-{position}")
        ]

    def _until(self, position: int) -> date | None:
        text = self.submitted(f"until-{position}").strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise LineUnfit(position, DayUnfit()) from error

    @property
    def version(self) -> int:
        """The version that the page shows."""
        return self.found.version if self.found is not None else self.submitted_version

    @property
    def pressed(self) -> str:
        """Which button was pressed, to be pressed again."""
        return next(
            (each for each in _BUTTONS if each in self.request.form), "appraise"
        )

    @property
    def typed(self) -> list[dict[str, str]]:
        """All that was typed about lines, while what they are cannot be read."""
        return [
            {"name": name, "value": self.submitted(name)}
            for name in sorted(self.request.form)
            if name.startswith(_INPUTS)
        ]

    @property
    def state(self) -> str:
        return self.words(STATES[self.found.state])

    @property
    def counts(self) -> str:
        """What came of it, "" while nothing has."""
        is_done = any(each.outcome is not None for each in self.lines)
        return counts_of(list(self.lines), self.words) if is_done else ""

    @property
    def is_drafted(self) -> bool:
        return self.found is not None and self.found.state == DRAFTED

    @property
    def can_appraise(self) -> bool:
        """Whether the user may still change what is decided about lines."""
        return self.may_appraise and self.is_drafted and not self.signatures

    @property
    def can_sign(self) -> bool:
        """Whether the user may sign it now: each person does so once."""
        mine = any(each.user_id == self.user.getId() for each in self.signatures)
        return self.may_sign and self.is_drafted and not self.open_lines and not mine

    @property
    def can_cancel(self) -> bool:
        return self.may_appraise and self.is_drafted

    @property
    def packages(self) -> list[dict]:
        """The packages that are outside, by the names that files have in folders and
        archives."""
        return [
            {
                "position": each.position,
                "name": f"{each.case_number}.zip",
                "digests": self.digests.get(each.case_id, ()),
                "is_ticked": bool(self.submitted(f"package-{each.position}")),
            }
            for each in self.outside
        ]

    @property
    def open_lines(self) -> int:
        """How many lines are not appraised yet."""
        return sum(1 for each in self.lines if each.decision is None)

    @property
    def signers(self) -> list[str]:
        """Who has signed it."""
        return [
            self.words(
                _(
                    "text_list_signed_by",
                    default="Signed by ${name}, ${at}.",
                    mapping={
                        "name": staff_name(each.user_id),
                        "at": self.words.moment(each.at),
                    },
                )
            )
            for each in self.signatures
        ]

    @property
    def rows(self) -> list[dict]:
        """The lines, as the page shows them: what was typed comes back."""
        return [self._row(each) for each in self.lines]

    def _row(self, line: DestructionLine) -> dict:
        position = line.position
        typed = self.submitted(f"decision-{position}")
        # Of what was destroyed nothing can be read any more.
        kept = "" if line.data_key.is_erased else line.reason or ""
        until = line.keep_until.isoformat() if line.keep_until else ""
        chosen = typed or line.decision
        return {
            "position": position,
            "number": case_number_text(line.case_number),
            "url": f"{self.site_url}/@@desk/{line.case_number}",
            "item": line.item_title,
            "about": self._about(line),
            "choices": [
                {"value": value, "title": title, "is_chosen": value == chosen}
                for value, title in DECISIONS.items()
            ],
            "decision": self.words(DECISIONS[line.decision]) if line.decision else "",
            "reason": self.submitted(f"reason-{position}") if typed else kept,
            "until": self.submitted(f"until-{position}") if typed else until,
            "until_text": self.words.day(line.keep_until) if line.keep_until else "",
            "outcome": outcome_text(line, self.words),
        }

    def _about(self, line: DestructionLine) -> str:
        """Return when it was closed and which term is over, and what lies outside."""
        about = _(
            "text_list_line",
            default="Closed on ${day}; term: ${term}",
            mapping={
                "day": self.words.day(line.closed_on),
                "term": term_text(line, self.words),
            },
        )
        if not line.packages:
            return self.words(about)
        packages = _(
            "text_list_packages",
            default="packages written for the archive: ${count}",
            mapping={"count": line.packages},
        )
        return "；".join((self.words(about), self.words(packages)))
