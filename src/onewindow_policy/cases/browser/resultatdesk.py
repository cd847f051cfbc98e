"""How the result of a case comes to its person, on the page of the case at the desk."""

from onewindow_policy.cases.factwords import CHOICES
from onewindow_policy.cases.states import ADDRESS
from onewindow_policy.cases.states import ADDRESSEE
from onewindow_policy.cases.states import CARRIER
from onewindow_policy.cases.states import PARCEL
from onewindow_policy.cases.states import PHONE
from onewindow_policy.cases.states import WAY
from onewindow_policy.forms.api import HANDED_OVER

#: Where a result goes, in the order of an envelope.
_GOES_TO = (ADDRESS, ADDRESSEE, PHONE)


class ResultAtDesk:
    """The part of a `CaseView` that is about the result."""

    @property
    def originals(self) -> list[dict]:
        """The originals that a window took, each with whether it is still here."""
        if self.is_sealed:
            return []
        return [
            {
                "name": self.paper_names.get(code, code),
                "is_here": code in self.case.originals_here,
            }
            for code in self.case.originals
        ]

    @property
    def holds_originals(self) -> bool:
        """Whether the case is over and originals are still here."""
        if self.is_sealed or not self.case.originals_here:
            return False
        return self.case.closed_at is not None

    @property
    def result(self) -> dict | None:
        """How the result is wanted, or was sent; None where there is none to be handed out,
        or who reads this is not shown it."""
        if self.is_sealed or self.case.result_way is None:
            return None
        case = self.case
        goes_to = case.destination if case.result_way != HANDED_OVER else None
        parcel = case.parcel or {}
        return {
            "way": self.words(CHOICES[WAY][case.result_way]),
            "goes_to": [goes_to[each] for each in _GOES_TO if each in goes_to]
            if goes_to
            else [],
            "parcel": " ".join(
                parcel[each] for each in (CARRIER, PARCEL) if each in parcel
            ),
        }
