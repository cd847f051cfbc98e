"""What a reviewer said when sending something back."""

from dataclasses import dataclass
from DateTime import DateTime
from onewindow_policy.publishing.api import WORKFLOW
from onewindow_policy.publishing.wording import account_name


@dataclass(frozen=True, slots=True)
class Rejection:
    """A review that ended in sending the content back to its editor."""

    reviewer_id: str
    reason: str
    time: DateTime

    @property
    def reviewer(self) -> str:
        """What the reviewer is called."""
        return account_name(self.reviewer_id)


def last_rejection(content) -> Rejection | None:
    """Return why `content` was sent back, unless something was done about it since."""
    history = getattr(content, "workflow_history", {}).get(WORKFLOW, ())
    if not history or history[-1].get("action") != "reject":
        return None
    last = history[-1]
    return Rejection(last["actor"], last["comments"], last["time"])
