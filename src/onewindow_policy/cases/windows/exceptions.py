"""What can be wrong with the window that a case is to go to."""

from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseError


class WindowUnfit(CaseError):
    """A case is to be given to a window to which this person cannot give it."""

    field = "window"
    message = _(
        "error_case_window_unfit",
        default="Choose one of the windows that you coordinate, in the same district.",
    )


class WindowUnstaffed(CaseError):
    """A case is to be given to a window, called `name`, at which nobody works."""

    field = "window"

    def __init__(self, name: str):
        super().__init__(name)
        self.message = _(
            "error_case_window_unstaffed",
            default="Nobody works at the window of ${name} yet. Choose another one.",
            mapping={"name": name},
        )


class NoticeHangsHere(CaseError):
    """A public notice hangs on the board of the community whose window has a case."""

    message = _(
        "error_case_notice_hangs_here",
        default=(
            "Its public notice hangs on the board of this community, which another window"
            " does not reach. Have it taken down first."
        ),
    )
