"""The desk of those who take applications in (办件台): a list, and what it leads to."""

from functools import cached_property
from onewindow_policy.cases.browser.batch import batch_form
from onewindow_policy.cases.browser.batch import has_batch
from onewindow_policy.cases.browser.case import CaseView
from onewindow_policy.cases.browser.find import search_form
from onewindow_policy.cases.browser.list import CaseList
from onewindow_policy.cases.browser.next import next_button
from onewindow_policy.cases.browser.next import next_keys
from onewindow_policy.cases.browser.paper import PAPERS
from onewindow_policy.cases.browser.workloads import workloads_link
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import CaseStored
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import PaperUnknown
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.permissions import OPEN_STORED_CASES
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import Key
from onewindow_policy.desks.api import ListView
from plone import api
from zExceptions import NotFound as PageNotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class DeskView(ListView):
    """`@@desk` lists the cases of one's communities, masked; `@@desk/<number>` opens one,
    which the audit notes; `@@desk/<number>/<file>` hands out a file of it, and
    `@@desk/<number>/papers/<number>` prints a paper of it."""

    list_class = CaseList
    words_class = CaseWording

    @property
    def page_keys(self) -> tuple[Key, ...]:
        """See `IPublicPage`."""
        return next_keys(self.desk_list.user)

    @property
    def above_list(self) -> str:
        """The button that takes the next case, the form that finds one by what somebody
        knows of it, and the way to the workloads."""
        user = self.desk_list.user
        next_one = next_button(self, user)
        form = search_form(self, is_main=not next_one)
        return next_one + form + workloads_link(self, user)

    @cached_property
    def desk_list(self) -> CaseList:
        """The list; who leads cases on, or coordinates, does something with several."""
        desk_list = CaseList(
            api.user.get_current().getUser(), self.words, self.site_url
        )
        desk_list.has_ticks = has_batch(desk_list.user)
        return desk_list

    @property
    def below_table(self) -> str:
        """What is done with the cases that are ticked."""
        return batch_form(self) if self.desk_list.has_ticks else ""

    def __init__(self, context, request):
        super().__init__(context, request)
        self._path: list[str] = []

    def publishTraverse(self, request, name):
        """Take the number, and what is wanted of the case, from the address."""
        if len(self._path) == 3:
            raise PageNotFound(name)
        self._path.append(name)
        return self

    def answer(self):
        if not self._path:
            return self.show_list()
        if not scope_of(self.desk_list.user, OPEN_STORED_CASES):
            self.require_list()
        try:
            return self._answer_case(parse_case_number(self._path[0]), *self._path[1:])
        except CaseStored as error:
            api.portal.show_message(error.message, self.request, type="warning")
            self.request.response.redirect(self.desk_url, status=303)
            return ""
        except (CaseNumberMistyped, CaseUnknown, PaperUnknown) as error:
            raise PageNotFound(self._path[0]) from error

    def _answer_case(self, number: str, part: str = "", paper: str = ""):
        case = CaseView(self.context, self.request, number, self.desk_url)
        if part == PAPERS and paper:
            return case.print_paper(paper)
        if paper:
            raise PageNotFound(paper)
        return case.hand_out(part) if part else case()
