"""What a city settles about its suggestion box."""

from onewindow_policy import _
from zope import schema
from zope.interface import Interface

#: Where the registry keeps it.
FEEDBACK_SETTINGS_PREFIX = "onewindow_policy.feedback"


class IFeedbackSettings(Interface):
    """In the configuration registry."""

    answer_days = schema.Int(
        title=_("label_answer_days", default="Working days to answer a suggestion"),
        description=_(
            "help_answer_days",
            default=(
                "After these it stands as overdue with those who answer it. No rule names a"
                " number: have yours confirmed."
            ),
        ),
        min=1,
        default=15,
    )
