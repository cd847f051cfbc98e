"""`@@hand-papers`: a new list of papers that go from one place to another."""

from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.browser.page import CasePage
from onewindow_policy.cases.browser.transfers import TransferDesk
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.permissions import HAND_PAPERS_ON
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.cases.transferring.gathering import MOST_CASES
from onewindow_policy.cases.transferring.gathering import Offered
from onewindow_policy.cases.transferring.gathering import offered_cases
from onewindow_policy.cases.transferring.gathering import OfferedCase
from onewindow_policy.cases.transferring.gathering import ORIGINAL
from onewindow_policy.cases.transferring.gathering import sending_places
from onewindow_policy.cases.transferring.gathering import waiting_at
from onewindow_policy.cases.transferring.gathering import way_of
from onewindow_policy.cases.transferring.gathering import ways_from
from onewindow_policy.cases.transferring.printing import HOWS
from onewindow_policy.cases.transferring.sending import LONGEST_WORDS
from onewindow_policy.cases.transferring.sending import MOST_SHEETS
from onewindow_policy.cases.transferring.sending import send_list
from onewindow_policy.cases.transferring.sending import SentCase
from onewindow_policy.cases.transferring.sending import SentPaper
from onewindow_policy.cases.transferring.whereabouts import may_send
from onewindow_policy.cases.transferring.whereabouts import name_of
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import PostView
from onewindow_policy.records.api import audit_look
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Unauthorized
from zope.i18nmessageid import Message

#: The input with the cases that go.
CASE = "case"

#: Before the number of a case: the input for what its guide does not name.
_OTHER = "other-"


class HandPapersView(PostView, CasePage):
    """First from where to where, by an address; then the cases that wait to go that way,
    with what the window took in ticked. `?case=` offers one case more."""

    index = ViewPageTemplateFile("handpapers.pt")
    page_title = _("title_hand_papers", default="Hand papers on")
    refusals = (CaseError,)
    longest_words = LONGEST_WORDS
    most_sheets = MOST_SHEETS
    offered: list[OfferedCase] = []

    def answer(self):
        """See `PostView`."""
        if not scope_of(self.user, HAND_PAPERS_ON):
            raise Unauthorized("You hand no papers on.")
        return super().answer()

    def read(self) -> None:
        """See `PostView`."""
        self.places = sending_places(self.user)
        if len(self.places) == 1 and not self.from_place:
            self._way = (self.places[0], "")
        if not self.is_ready:
            return
        audit_look("hand-papers")
        waiting = waiting_at(
            self.from_place, scope_of(self.user, VIEW_CASES), self.to_place
        )
        # What somebody came for stands first, also where others wait.
        self.offered = offered_cases([*self.wanted, *waiting], self.user)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        offered = offered_cases(self.wanted, self.user)
        names = {
            each.number: {paper.code: paper.name for paper in each.papers}
            for each in offered
        }
        chosen = {
            number: self._sent(number, names.get(number, {})) for number in self.wanted
        }
        number = send_list(self.from_place, self.to_place, chosen, self.user)
        done = _(
            "message_papers_handed_on",
            default="List ${number} is made. Print it twice: one stays here, signed.",
            mapping={"number": paper_number_text(number)},
        )
        return done, f"{self.site_url}/@@transfer?number={number}"

    def _sent(self, number: str, names: Mapping[str, str]) -> SentCase:
        """Return what was ticked of a case; `names` are those of its papers by code, as the
        guide has them."""
        return SentCase(
            tuple(
                SentPaper(
                    code,
                    names[code],
                    self.submitted(f"how-{number}-{code}"),
                    _count(self.submitted(f"n-{number}-{code}")),
                )
                for code in self._texts(f"p-{number}")
                if code in names
            ),
            self.submitted(f"{_OTHER}{number}"),
        )

    @cached_property
    def user(self):
        return api.user.get_current().getUser()

    places: list[str] = []

    @cached_property
    def _way(self) -> tuple[str, str]:
        """From where to where, as it was asked for; of a single case as it comes."""
        asked = self.submitted("from"), self.submitted("to")
        if not self.is_sent and not any(asked) and len(self.wanted) == 1:
            return way_of(self.wanted[0], self.user) or asked
        return asked

    @property
    def from_place(self) -> str:
        return self._way[0]

    @property
    def to_place(self) -> str:
        return self._way[1]

    @property
    def is_ready(self) -> bool:
        """Whether it is known from where to where, and that is the user's."""
        here, there = self._way
        return bool(here and there and here != there) and may_send(
            self.user, here, there
        )

    @cached_property
    def wanted(self) -> list[str]:
        """The numbers of the cases that were ticked, or that somebody came for."""
        return list(filter(None, map(_number, self._texts(CASE))))[: MOST_CASES + 1]

    def _texts(self, name: str) -> list[str]:
        value = self.request.form.get(name, [])
        values = value if isinstance(value, list) else [value]
        return [each for each in values if isinstance(each, str)]

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        lists = (self.words(TransferDesk.title), f"{self.site_url}/@@transfers")
        return [lists, (self.words(self.page_title), None)]

    @property
    def url(self) -> str:
        return f"{self.site_url}/@@hand-papers"

    @property
    def from_name(self) -> str:
        return name_of(self.from_place)

    @property
    def to_name(self) -> str:
        return name_of(self.to_place)

    @property
    def froms(self) -> list[dict]:
        """The places from which papers can go."""
        return [
            {
                "value": each,
                "title": name_of(each),
                "is_chosen": each == self.from_place,
            }
            for each in self.places
        ]

    @property
    def ways(self) -> list[dict]:
        """To whom papers wait to go from there, with how many cases."""
        if self.is_out_of_order or self.is_ready or self.from_place not in self.places:
            return []
        found = ways_from(self.from_place, scope_of(self.user, VIEW_CASES))
        return [
            {
                "url": f"{self.url}?from={self.from_place}&to={place}",
                "title": name_of(place),
                "count": count,
            }
            for place, count in found.items()
            if may_send(self.user, self.from_place, place)
        ]

    @property
    def is_asking_way(self) -> bool:
        """Whether it is to be said first from where to where."""
        return not self.is_ready and not self.is_sent

    @property
    def rows(self) -> list[dict]:
        """The cases that may go, each with its papers, as they were ticked; and what was
        sent of others, which cannot be read now."""
        offered = {each.number: each for each in self.offered}
        lost = [
            _unread(number, self.request.form)
            for number in self._sent_numbers
            if number not in offered
        ]
        return [self._row(each) for each in (*self.offered, *lost)]

    @property
    def _sent_numbers(self) -> list[str]:
        """The numbers of the cases of which something was sent."""
        if not self.is_sent:
            return []
        typed = (
            _number(name.removeprefix(_OTHER))
            for name, value in self.request.form.items()
            if name.startswith(_OTHER) and value
        )
        return list(dict.fromkeys([*self.wanted, *filter(None, typed)]))[:MOST_CASES]

    def _row(self, each: OfferedCase) -> dict:
        number = each.number
        ticked = set(self._texts(f"p-{number}"))
        return {
            "number": number,
            "id": f"case-{number}",
            "number_text": case_number_text(number),
            "url": f"{self.site_url}/@@desk/{number}",
            "item": each.item_title,
            "name": each.name,
            "is_ticked": number in self.wanted if self._has_chosen else True,
            "errors": self.errors_of(f"case-{number}"),
            "papers": [
                self._paper(number, paper, paper.code in ticked)
                for paper in each.papers
            ],
            "other_id": f"{_OTHER}{number}",
            "other": self.submitted(f"{_OTHER}{number}"),
            "other_errors": self.errors_of(f"{_OTHER}{number}"),
        }

    @property
    def _has_chosen(self) -> bool:
        """Whether somebody has said which cases go."""
        return self.is_sent or bool(self.wanted)

    def _paper(self, number: str, paper, is_ticked: bool) -> dict:
        how = self.submitted(f"how-{number}-{paper.code}") or paper.how
        return {
            "id": f"p-{number}-{paper.code}",
            "code": paper.code,
            "name": paper.name,
            "is_ticked": is_ticked if self.is_sent else paper.is_ticked,
            "how_id": f"how-{number}-{paper.code}",
            "hows": [
                {
                    "value": value,
                    "title": self.words(title),
                    "is_chosen": value == how,
                }
                for value, title in HOWS.items()
            ],
            "count_id": f"n-{number}-{paper.code}",
            "count": self.submitted(f"n-{number}-{paper.code}") or str(paper.sheets),
            "errors": self.errors_of(f"n-{number}-{paper.code}"),
        }


def _unread(number: str, form) -> OfferedCase:
    """Return a case of which nothing is known but what was sent."""
    prefix = f"n-{number}-"
    codes = [each.removeprefix(prefix) for each in form if each.startswith(prefix)]
    papers = tuple(Offered(code, code, ORIGINAL, 1, False) for code in codes)
    return OfferedCase(number, "", papers, "")


def _number(text: str) -> str | None:
    try:
        return parse_case_number(text)
    except CaseNumberMistyped:
        return None


def _count(text: str) -> int:
    """Return how many sheets were typed, 0 for what is no number."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
