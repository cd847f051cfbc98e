"""Pages about one case, which number and query code open: for rooms above as well."""

from onewindow_policy.cases.browser.page import ApplicantPage
from onewindow_policy.cases.browser.several import proofs_in
from onewindow_policy.cases.exceptions import CaseOver
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import Mistyped
from onewindow_policy.cases.numbers import number_and_code_apart
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.numbers import parse_query_code
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.pages.api import text_of


class OpenedByCode(ApplicantPage):
    """A page that number and query code, posted, open.

    The code goes along in the page's own forms, so that nothing about the case is kept
    in the browser. What is done with it needs the code too, and therefore no other token.
    """

    #: What is wrong with a field, by its name; "" stands for both together.
    problems: dict[str, str] = {}
    #: The code that opened the case; a wrong one is typed anew.
    code = ""

    @property
    def also(self) -> list[str]:
        """What the forms of the page bring along of other applications (see `several`).
        Pages that only lead on prove nothing."""
        own = self.case.number if self.case is not None else None
        return [each.text for each in proofs_in(self.request) if each.number != own]

    def _open(self) -> None:
        """Have `case` be what was posted opens; else `problems` say what is wrong."""
        self.problems = {}
        typed = number_and_code_apart(
            text_of(self.request, "number"), text_of(self.request, "code")
        )
        number = self._parsed("number", typed[0], parse_case_number)
        code = self._parsed("code", typed[1], parse_query_code)
        if self.problems:
            return
        try:
            self.case = self._opened(number, code, self.request.getClientAddr())
        except CodeRefused as error:
            self.problems[""] = self.words(error.message)
        except TooManyTries as error:
            self.request.response.setStatus(429)
            self.problems[""] = self.words(error.message)
        except CaseOver as error:
            self.request.response.setStatus(409)
            self.problems[""] = self.words(error.message)
            self.case = error.case
        self.code = code if self.case is not None else ""

    def _opened(self, number: str, code: str, address: str) -> TrackedCase | None:
        """Return the case as it stands, after what was posted was done with it.

        Raises what `open_by_code` does, and `CaseOver`.
        """
        return open_by_code(number, code, address)

    def _parsed(self, name: str, text: str, parse) -> str:
        try:
            return parse(text)
        except Mistyped as error:
            self.problems[name] = self.words(error.message)
            return ""
