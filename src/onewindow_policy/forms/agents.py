"""Who acts for an applicant is somebody else."""

from onewindow_policy import _

OWN_AGENT = _(
    "error_own_agent",
    default=(
        "The agent is the applicant: name or number are the same. If nobody acts for the"
        " applicant, choose so above; else enter the person who does."
    ),
)
