"""The desk of those who take applications in (办件台): a list, and what it leads to."""

from onewindow_policy.cases.browser.case import CaseView
from onewindow_policy.cases.browser.find import search_form
from onewindow_policy.cases.browser.list import CaseList
from onewindow_policy.cases.browser.paper import PAPERS
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import PaperUnknown
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.desks.api import ListView
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
    def above_list(self) -> str:
        """The form that finds a case by what somebody knows of it."""
        return search_form(self)

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
        self.require_list()
        try:
            return self._answer_case(parse_case_number(self._path[0]), *self._path[1:])
        except (CaseNumberMistyped, CaseUnknown, PaperUnknown) as error:
            raise PageNotFound(self._path[0]) from error

    def _answer_case(self, number: str, part: str = "", paper: str = ""):
        case = CaseView(self.context, self.request, number, self.desk_url)
        if part == PAPERS and paper:
            return case.print_paper(paper)
        if paper:
            raise PageNotFound(paper)
        return case.hand_out(part) if part else case()
