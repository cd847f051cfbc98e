"""`@@self-check`: what an inspection would fault, for those who can mend it."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from onewindow_policy import _
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.communities.api import get_city
from onewindow_policy.desks.api import Asked
from onewindow_policy.desks.api import Cell
from onewindow_policy.desks.api import Column
from onewindow_policy.desks.api import DeskList
from onewindow_policy.desks.api import EXPORT_LISTS
from onewindow_policy.desks.api import Filter
from onewindow_policy.desks.api import ListView
from onewindow_policy.desks.api import Option
from onewindow_policy.desks.api import StandingOrder
from onewindow_policy.inspection.archiving import unsettled_terms
from onewindow_policy.inspection.checks import communities_without_grids
from onewindow_policy.inspection.checks import faulty_columns
from onewindow_policy.inspection.checks import Finding
from onewindow_policy.inspection.checks import former_places
from onewindow_policy.inspection.checks import incomplete_guides
from onewindow_policy.inspection.checks import overdue_reviews
from onewindow_policy.inspection.deadlinks import dead_links
from onewindow_policy.inspection.emergencies import untried_emergencies
from onewindow_policy.inspection.fonts import scripts_without_fonts
from onewindow_policy.inspection.forms import forms_that_ask_less
from onewindow_policy.inspection.forms import forms_that_ask_more
from onewindow_policy.inspection.journeys import misleading_journeys
from onewindow_policy.inspection.remedies import unconfirmed_commitments
from onewindow_policy.inspection.remedies import unconfirmed_remedies
from onewindow_policy.inspection.texts import faulty_texts
from onewindow_policy.portal.settings import portal_settings
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.workdays.api import today
from plone import api
from Products.Five import BrowserView
from typing import NamedTuple
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.i18nmessageid import Message

import hashlib

#: More findings than this of a kind are not one day's work; mending some shows the rest.
MOST_LISTED = 100

ALL = "all"
FORMER = "former"

KINDS = {
    "columns": _("check_columns", default="Columns that are empty or stale"),
    "guides": _("check_guides", default="Public guides that lack something"),
    "texts": _("check_texts", default="Sentences that help nobody, or are not true"),
    "journeys": _(
        "check_journeys", default="Events in life that lead to no public service"
    ),
    "forms": _("check_forms", default="Forms that ask less than their guides need"),
    "privacy": _("check_privacy", default="Forms that ask more than their guides need"),
    "links": _("check_links", default="Links into the portal that lead nowhere"),
    "emergencies": _(
        "check_emergencies", default="Numbers for danger that nobody has called"
    ),
    "remedies": _("check_remedies", default="Papers that say nothing of remedies"),
    "commitments": _(
        "check_commitments", default="Commitments whose words nobody has confirmed"
    ),
    "fonts": _("check_fonts", default="Names that papers cannot print"),
    "archive": _("check_archive", default="Applications kept without an approved term"),
    "reviews": _("check_reviews", default="Services that nobody has reviewed for long"),
    "grids": _("check_grids", default="Communities without grids"),
    # What administrators alone can mend.
    FORMER: _(
        "check_former", default="What communities that are gone have left behind"
    ),
}

SELF_CHECK = "onewindow_policy: Use Self-Check"
MERGE_PLACES = "onewindow_policy: Merge Places"


class SelfCheckAddress(BrowserView):
    """`/@@self-check` of the site: leads to the catalogue's, where editors are at work."""

    def __call__(self) -> str:
        catalogue = get_catalogue()
        if catalogue is None:
            raise NotFound(self.request.get("ACTUAL_URL"))
        if not api.user.has_permission(SELF_CHECK, obj=catalogue):
            raise Unauthorized
        url = f"{catalogue.absolute_url()}/@@self-check"
        self.request.response.redirect(url)
        return ""


class Found(NamedTuple):
    """A finding of a kind, as a row."""

    kind: str
    finding: Finding

    @property
    def uid(self) -> str:
        """A name of the row, for as long as it is found."""
        named = f"{self.kind} {self.finding.url} {self.finding.title}"
        return hashlib.sha256(named.encode()).hexdigest()[:32]


class FindingList(DeskList):
    """What there is to mend, by kinds; it reads all that it speaks of, each time: it is
    asked for rarely."""

    name = "self-check"
    title = _("title_self_check", default="Self-check")
    lead = _(
        "text_self_check",
        default=(
            "What an inspection would fault today. Links to other sites are checked by"
            " the command “onewindow check-links”."
        ),
    )
    none_here = _("text_nothing_to_fault", default="Nothing to fault.")
    #: It tells of nobody.
    is_audited = False
    columns = (
        Column("subject", _("column_title", default="Title")),
        Column("kind", _("column_type", default="Kind")),
        Column("faults", _("column_faults", default="What to mend")),
    )
    filters = (Filter("kind", _("column_type", default="Kind"), default=ALL),)

    @property
    def is_for_user(self) -> bool:
        return bool(self.user.has_permission(SELF_CHECK, get_catalogue()))

    @property
    def may_export(self) -> bool:
        return bool(self.user.has_permission(EXPORT_LISTS, api.portal.get()))

    @cached_property
    def _kinds(self) -> dict[str, Message]:
        """The titles of the kinds that the user can mend."""
        city = get_city()
        may_merge = city is not None and self.user.has_permission(MERGE_PLACES, city)
        return {
            name: title for name, title in KINDS.items() if name != FORMER or may_merge
        }

    @cached_property
    def _found(self) -> dict[str, list[Found]]:
        found = {}
        for kind in self._kinds:
            rows = [
                Found(kind, finding)
                for finding in islice(self._findings(kind), MOST_LISTED + 1)
            ]
            if len(rows) > MOST_LISTED:
                self._cut.add(kind)
            found[kind] = rows[:MOST_LISTED]
        return found

    @cached_property
    def _cut(self) -> set[str]:
        """The kinds of which there is more than is listed."""
        return set()

    def _findings(self, kind: str) -> Iterator[Finding]:
        settings = portal_settings()
        find = {
            "columns": lambda: faulty_columns(settings, today()),
            "guides": incomplete_guides,
            "texts": faulty_texts,
            "journeys": misleading_journeys,
            "forms": forms_that_ask_less,
            "privacy": forms_that_ask_more,
            "links": dead_links,
            "emergencies": lambda: untried_emergencies(get_catalogue().absolute_url()),
            "remedies": lambda: unconfirmed_remedies(self.site_url),
            "commitments": lambda: unconfirmed_commitments(self.site_url),
            "fonts": scripts_without_fonts,
            "archive": lambda: unsettled_terms(self.site_url),
            "reviews": lambda: overdue_reviews(settings, today()),
            "grids": lambda: communities_without_grids(self.site_url),
            FORMER: lambda: former_places(get_city()),
        }
        return find[kind]()

    def options(self, name: str) -> Iterable[Option]:
        everything = sum(self._found.values(), [])
        yield self._option(ALL, _("option_all_kinds", default="All"), everything)
        for kind, title in self._kinds.items():
            yield self._option(kind, title, self._found[kind])

    def _option(self, value: str, title: Message, found: list[Found]) -> Option:
        """Return a kind with how much is found of it, and whether that is all."""
        if not any(each.kind in self._cut for each in found):
            return Option(value, self.words(title), len(found))
        more = _(
            "text_more_than",
            default="more than ${count}",
            mapping={"count": len(found)},
        )
        return Option(value, f"{self.words(title)} {self.words(more)}")

    def key_order(self, asked: Asked) -> StandingOrder:
        return StandingOrder()

    def page(self, asked: Asked, size: int) -> KeyedPage[Found]:
        kind = asked.values["kind"]
        rows = [
            row
            for each, found in self._found.items()
            if kind in (ALL, each)
            for row in found
        ]
        return self.key_order(asked).page(rows, asked.page, size)

    def cells(self, row: Found) -> Mapping[str, Cell]:
        say, finding = self.words, row.finding
        colon = say(_("text_colon", default=":"))
        gaps = (f"{say(gap.where)}{colon}{say(gap.message)}" for gap in finding.gaps)
        return {
            "subject": Cell(say(finding.title), finding.url, is_content=True),
            "kind": Cell(say(self._kinds[row.kind])),
            "faults": Cell(" ".join((*map(say, finding.faults), *gaps))),
        }


class SelfCheckView(ListView):
    """`@@self-check` of the catalogue."""

    list_class = FindingList

    @property
    def desk_url(self) -> str:
        return f"{self.context.absolute_url()}/@@self-check"
