"""`@@search-desk`: what residents ask and do not find, and a form for what they mean."""

from datetime import timedelta
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import check_write
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.search.asking import ask
from onewindow_policy.search.counting import asked_otherwise
from onewindow_policy.search.counting import hardly_opened
from onewindow_policy.search.counting import QueryRow
from onewindow_policy.search.counting import ReformulationRow
from onewindow_policy.search.counting import SHOWN_FROM
from onewindow_policy.search.counting import unanswered
from onewindow_policy.search.elsewhere import departments_for
from onewindow_policy.search.finding import answered
from onewindow_policy.search.siteanswers import site_answers
from onewindow_policy.search.synonyms import is_group
from onewindow_policy.search.wishes import forget_wish
from onewindow_policy.search.wishes import told_wishes
from onewindow_policy.search.wishes import ToldWish
from onewindow_policy.workdays.api import today
from plone import api
from urllib.parse import urlencode

ADD_SYNONYM = "onewindow_policy: Add Synonym"
MANAGE_SEARCH = "onewindow_policy: Manage Search"

#: How many days back one looks: a week, or all that is kept.
PERIODS = {
    "7": _("period_week", default="The last 7 days"),
    "30": _("period_month", default="The last 30 days"),
}
DEFAULT_PERIOD = "7"


class SearchDeskView(PrivatePage):
    """Lists what `SHOWN_FROM` visitors or more asked, by what became of it, and what
    residents told us that they want done; POST erases one of these."""

    is_staff_page = True
    page_title = _("title_search_desk", default="What residents search for")
    shown_from = SHOWN_FROM

    def answer(self):
        if self.request.method == "POST":
            check_write(self.request)
            if forget_wish(text_of(self.request, "wish")):
                said = _("message_wish_read", default="Erased.")
                api.portal.show_message(said, self.request)
            return self.request.response.redirect(f"{self.url}?days={self.period}")
        self.is_away = False
        self.wishes: list[ToldWish] = []
        self.unanswered: list[QueryRow] = []
        self.hardly_opened: list[QueryRow] = []
        self.asked_otherwise: list[ReformulationRow] = []
        try:
            rows = unanswered(self._since)
            by_now = answered([row.query for row in rows])
            by_now |= {row.query for row in rows if site_answers(row.query)}
            self.unanswered = [row for row in rows if row.query not in by_now]
            self.wishes = told_wishes()
            self.hardly_opened = hardly_opened(self._since)
            self.asked_otherwise = [
                row
                for row in asked_otherwise(self._since)
                if not is_group(map(self.word_in, (row.query, row.following)))
            ]
        except DatabaseUnavailable:
            self.is_away = True
            self.request.response.setStatus(503)
        return self.index()

    @property
    def period(self) -> str:
        return period_of(self.request)

    @property
    def _since(self):
        return today() - timedelta(days=int(self.period))

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@@search-desk"

    @property
    def periods(self) -> list[dict]:
        return [
            {
                "title": title,
                "url": f"{self.url}?days={days}",
                "current": "true" if days == self.period else None,
                "css": "nav-link active" if days == self.period else "nav-link",
            }
            for days, title in PERIODS.items()
        ]

    @cached_property
    def may_add(self) -> bool:
        return api.user.has_permission(ADD_SYNONYM, obj=self.context)

    @property
    def cell_css(self) -> str:
        """A question and the form below it are one row to the eye."""
        return "border-0 pb-1" if self.may_add else ""

    @cached_property
    def may_manage(self) -> bool:
        return api.user.has_permission(MANAGE_SEARCH, obj=self.context)

    def word_in(self, query: str) -> str:
        """Return what a question is about, without the words of asking around it."""
        return ask(query).core or query

    def word_beside(self, query: str) -> str:
        """Return that word where it is not the whole question, else nothing."""
        word = self.word_in(query)
        return word if word != query.replace(" ", "") else ""

    def offices(self, query: str) -> str:
        """Return who is named to residents who ask, nothing for nobody."""
        return "、".join(each.name for each in departments_for(query))

    def find_url(self, query: str) -> str:
        """Return where a question is answered."""
        url = f"{self.site_url}/@@find"
        return f"{url}?{urlencode({'q': query})}"


def period_of(request) -> str:
    """Return for how many days up to today is asked."""
    given = text_of(request, "days")
    return given if given in PERIODS else DEFAULT_PERIOD
