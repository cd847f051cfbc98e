"""What was done with a request, in the audit."""

from onewindow_policy.records.api import audit
from onewindow_policy.rights.models import RightsRequest


def note_step(action: str, request: RightsRequest) -> None:
    """Note what was done with a request in the audit, which keeps it long."""
    detail = f"{request.kind} of {request.subject_number}"
    audit(f"rights.{action}", request.number, detail, kept_long=True)
