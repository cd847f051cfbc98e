"""Several applications of one person on the page of progress, one after the other.

Numbers and codes go along in the page's own forms, as those of a single one do: nothing is
kept in the browser or in SQL, so that a shared device forgets all of them with the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy import _
from onewindow_policy.cases.browser.page import ApplicantPage
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import Mistyped
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.numbers import parse_query_code
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import require_code
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.intake.exceptions import TooManyTries

#: How many applications the page has at once.
MOST_TOGETHER = 10

#: The input that brings number and code of another one.
ALSO = "also"

_BY_WINDOW = _("step_of_window", default="the window")


@dataclass(frozen=True, slots=True)
class Proof:
    """Number and code of an application, as its receipt has them."""

    number: str
    code: str = field(repr=False)

    @property
    def text(self) -> str:
        """How a form carries it."""
        return f"{self.number} {self.code}"


def proofs_in(request) -> list[Proof]:
    """Return what the forms of the page brought along, each number once; what is none of
    these is left out."""
    sent = request.form.get(ALSO) or []
    found: dict[str, Proof] = {}
    for text in [sent] if isinstance(sent, str) else sent:
        number, _space, code = str(text).partition(" ")
        try:
            proof = Proof(parse_case_number(number), parse_query_code(code))
        except Mistyped:
            continue
        found.setdefault(proof.number, proof)
    return list(found.values())[:MOST_TOGETHER]


class SeveralCases:
    """What the page of progress has besides the application that it shows."""

    #: What was brought along and is right: proved, and then opened.
    _proved: tuple[Proof, ...] = ()
    others: tuple[tuple[Proof, TrackedCase], ...] | None = None

    def prove_others(self) -> None:
        """See that what was brought along opens its applications. A wrong code counts as
        any other does, which is written apart: so this comes before all that is written."""
        proved = []
        address = self.request.getClientAddr()
        for proof in proofs_in(self.request):
            try:
                require_code(proof.number, proof.code, address)
            except (CodeRefused, TooManyTries):
                continue
            proved.append(proof)
        self._proved = tuple(proved)

    def open_others(self) -> None:
        """Open what was proved, besides the one that is shown."""
        address = self.request.getClientAddr()
        own = self.case.number if self.case is not None else None
        besides = [each for each in self._proved if each.number != own]
        opened = []
        for proof in besides[: MOST_TOGETHER - (own is not None)]:
            try:
                opened.append((proof, open_by_code(proof.number, proof.code, address)))
            except (CodeRefused, TooManyTries):
                # It was erased since, or others share the address and tried too often.
                continue
        self.others = tuple(opened)

    @property
    def also(self) -> list[str]:
        """What the forms of the page bring along: what was proved, once it is open."""
        if self.others is not None:
            return [proof.text for proof, _case in self.others]
        return super().also

    @property
    def also_with_own(self) -> list[str]:
        """What the form brings along that adds another one."""
        return [*self._own_text(), *self.also]

    @property
    def takes_more(self) -> bool:
        """Whether another one can be added."""
        return len(self.also_with_own) < MOST_TOGETHER

    @property
    def together(self) -> list[dict]:
        """All that are looked up, the one that is shown first; nothing of one alone."""
        if not self.others:
            return []
        rows = [self._row(proof, case) for proof, case in self.others]
        if self.case is None:
            return rows
        return [self._row(Proof(self.case.number, self.code), self.case), *rows]

    def _own_text(self) -> Iterable[str]:
        if self.case is not None:
            yield Proof(self.case.number, self.code).text

    def _row(self, proof: Proof, case: TrackedCase) -> dict:
        page = ApplicantPage(self.context, self.request)
        page.case = case
        is_shown = case is self.case
        rest = [each for each in self.also_with_own if each != proof.text]
        return {
            "number": proof.number,
            "number_text": page.number_text,
            "code": proof.code,
            "title": case.item_title,
            "state": page.state,
            "next": page.next_step,
            "by": case.unit or self.words(_BY_WINDOW),
            "due_label": page.due_label if page.due else "",
            "due": page.due or "",
            "is_shown": is_shown,
            "others": rest,
            "besides": [each for each in self.also if each != proof.text],
        }
