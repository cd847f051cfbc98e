"""`@@archive-terms` (归档期限): for which services an archive duty runs, how long."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.archive.exceptions import ApprovalMissing
from onewindow_policy.cases.archive.exceptions import TermUnknown
from onewindow_policy.cases.archive.exceptions import YearsUnfit
from onewindow_policy.cases.archive.models import OF_ALL
from onewindow_policy.cases.archive.models import OF_ITEM
from onewindow_policy.cases.archive.models import OF_TYPE
from onewindow_policy.cases.archive.terms import end_term
from onewindow_policy.cases.archive.terms import enter_term
from onewindow_policy.cases.archive.terms import MOST_YEARS
from onewindow_policy.cases.archive.terms import stored_counts
from onewindow_policy.cases.archive.terms import TermFacts
from onewindow_policy.cases.archive.terms import Terms
from onewindow_policy.cases.archive.terms import terms_in_force
from onewindow_policy.cases.archive.terms import without_duty
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.permissions import MANAGE_ARCHIVE_TERMS
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.catalogue.api import title_in
from onewindow_policy.desks.api import PageEntry
from onewindow_policy.desks.api import PostView
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import read_session
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.i18nmessageid import Message

TITLE = _("title_archive_terms", default="How long the archive keeps applications")
PATH = "@@archive-terms"

#: What a term may be about, in the form: all, a type by its code, or one service.
_ALL, _ITEM = "all", "item"
_TYPE = "type-"

_KEPT, _NOT_KEPT = "kept", "not-kept"

ENTERED = _(
    "message_archive_term_entered",
    default="Entered. It holds from now on, for earlier applications too.",
)
ENDED = _(
    "message_archive_term_ended",
    default="Ended. What holds for more services holds for these now.",
)


class ArchiveTermsView(PostView):
    """Shows the terms that are in force, and takes new ones, each with its approval."""

    index = ViewPageTemplateFile("archiveterms.pt")
    page_title = TITLE
    refusals = (CaseError,)
    terms: Terms | None = None
    counts: Mapping[tuple[str, str], int] = {}

    def read(self) -> None:
        """See `PostView`."""
        session = read_session()
        self.terms = terms_in_force(session)
        self.counts = stored_counts(session)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        user_id = api.user.get_current().getId()
        if end := self.submitted("end"):
            if not (end.isdecimal() and end.isascii() and len(end) < 19):
                raise TermUnknown
            end_term(int(end), user_id)
            return ENDED, self.own_url
        enter_term(self._entered(), user_id, _is_item)
        return ENTERED, self.own_url

    def _entered(self) -> TermFacts:
        """Return what was typed. Raises `YearsUnfit` and `ApprovalMissing` for what cannot
        be read."""
        kind, code = self._scope()
        term = TermFacts(
            kind=kind,
            code=code,
            is_archived=self.submitted("duty") != _NOT_KEPT,
            years=self._years(),
            covers_withdrawn=bool(self.submitted("withdrawn")),
            approved_by=self.submitted("approved_by").strip() or None,
            approval_number=self.submitted("approval_number").strip() or None,
            approved_on=self._approved_on(),
        )
        return term if term.is_archived else without_duty(term)

    def _scope(self) -> tuple[str, str]:
        chosen = self.submitted("scope")
        if chosen == _ITEM:
            return OF_ITEM, self.submitted("item").strip()
        code = chosen.removeprefix(_TYPE)
        if chosen.startswith(_TYPE) and code in self.types:
            return OF_TYPE, code
        return OF_ALL, ""

    def _years(self) -> int | None:
        text = self.submitted("years").strip()
        if not text:
            return None
        if not (text.isdecimal() and len(text) <= len(str(MOST_YEARS))):
            raise YearsUnfit(MOST_YEARS)
        return int(text)

    def _approved_on(self) -> date | None:
        text = self.submitted("approved_on").strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise ApprovalMissing("approved_on") from error

    @property
    def own_url(self) -> str:
        return f"{self.site_url}/{PATH}"

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [(self.words(TITLE), None)]

    @cached_property
    def types(self) -> dict[str, str]:
        """The titles of the types of services, by code."""
        return {
            code: term.title_in(self.language)
            for code, term in code_list("item_types").items()
        }

    @property
    def scopes(self) -> list[dict]:
        """What a term may be about."""
        every = _("option_archive_all", default="All services that are not named below")
        one = _("option_archive_item", default="One service, by its code")
        of_type = _("option_archive_type", default="Type: ${type}")
        options = {
            _ALL: self.words(every),
            **{
                f"{_TYPE}{code}": self.words(Message(of_type, mapping={"type": title}))
                for code, title in self.types.items()
            },
            _ITEM: self.words(one),
        }
        chosen = self.submitted("scope")
        return [
            {"value": value, "title": title, "is_chosen": value == chosen}
            for value, title in options.items()
        ]

    @property
    def is_not_kept(self) -> bool:
        """Whether it was entered that no duty runs."""
        return self.submitted("duty") == _NOT_KEPT

    @property
    def rows(self) -> list[dict]:
        """The terms that are in force, as the page shows them."""
        return [self._row(each) for each in self.terms or ()]

    def _row(self, term: TermFacts) -> dict:
        return {
            "id": term.id,
            "title": self._title_of(term),
            "says": self._says(term),
            "approval": self._approval_of(term),
            "stored": self._stored_of(term),
            "can_end": term.id is not None and term.kind != OF_ALL,
        }

    def _title_of(self, term: TermFacts) -> str:
        if term.kind == OF_TYPE:
            return self.types.get(term.code, term.code)
        if term.kind == OF_ITEM:
            item = find_item(term.code)
            title = title_in(item, self.language) if item is not None else ""
            return f"{title} {term.code}".strip()
        return self.words(_("archive_all_others", default="All other services"))

    def _says(self, term: TermFacts) -> str:
        """Return what becomes of closed applications, in a sentence."""
        if not term.is_archived:
            return self.words(
                _(
                    "archive_not_kept",
                    default="Not archived: erased when the term is over that the"
                    " applicant was told.",
                )
            )
        if term.years is None and term.id is None:
            said = _(
                "archive_unsettled",
                default="Nothing was entered: only stored after the ordinary term, and"
                " never destroyed.",
            )
        elif term.years is None:
            said = _("archive_no_end", default="Archived, without end.")
        else:
            said = _(
                "archive_years",
                default="Archived for ${count} years, from the year after closing.",
                mapping={"count": term.years},
            )
        if not term.covers_withdrawn:
            return self.words(said)
        besides = _("archive_withdrawn", default="Withdrawn applications, too.")
        return f"{self.words(said)} {self.words(besides)}"

    def _approval_of(self, term: TermFacts) -> str:
        if term.id is None:
            return ""
        by = {
            "name": staff_name(term.entered_by),
            "day": self.words.day(local_date(term.entered_at)),
        }
        entered = self.words(
            _("archive_entered", default="Entered by ${name}, ${day}.", mapping=by)
        )
        if term.approved_by is None:
            none = _("archive_not_approved", default="No approval yet.")
            return f"{self.words(none)} {entered}"
        approved = _(
            "archive_approved",
            default="Approved by ${authority}, ${number}, ${day}.",
            mapping={
                "authority": term.approved_by,
                "number": term.approval_number,
                "day": self.words.day(term.approved_on),
            },
        )
        return f"{self.words(approved)} {entered}"

    def _stored_of(self, term: TermFacts) -> int:
        """Return how many cases are only stored of those that a term is about."""
        items = {each.code for each in self.terms if each.kind == OF_ITEM}
        types = {each.code for each in self.terms if each.kind == OF_TYPE}
        count = 0
        for (kind, code), stored in self.counts.items():
            if code in items:
                scope = OF_ITEM, code
            else:
                scope = (OF_TYPE, kind) if kind in types else (OF_ALL, "")
            count += stored if scope == (term.kind, term.code) else 0
        return count


def _is_item(code: str) -> bool:
    return bool(code) and find_item(code) is not None


terms_entry = PageEntry(70, TITLE, PATH, MANAGE_ARCHIVE_TERMS)
