"""What can be wrong with who is to have a case."""

from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError


class ColleagueUnfit(CaseError):
    """Somebody is to see to a case who cannot."""

    field = "colleague"
    message = _(
        "error_case_colleague_unfit",
        default="Choose one of the colleagues who can go on with this case.",
    )


class ColleagueAway(CaseError):
    """Somebody is to see to a case who is away; `deputy` is the name of who stands in, None
    where nobody does who can go on with this one."""

    field = "colleague"

    def __init__(self, name: str, deputy: str | None):
        super().__init__(name)
        mapping = {"name": name, "deputy": deputy or ""}
        self.message = (
            _(
                "error_case_colleague_away_deputy",
                default="${name} is away, and ${deputy} stands in. Choose ${deputy}, or"
                " another colleague.",
                mapping=mapping,
            )
            if deputy
            else _(
                "error_case_colleague_away",
                default="${name} is away. Choose another colleague.",
                mapping=mapping,
            )
        )
