"""What a city settles about questions to departments."""

from onewindow_policy import _
from zope import schema
from zope.interface import Interface

#: Where the registry keeps it.
QUESTION_SETTINGS_PREFIX = "onewindow_policy.questions"


class IQuestionSettings(Interface):
    """In the configuration registry."""

    answer_days = schema.Int(
        title=_(
            "label_question_days",
            default="Working days in which a department answers a window's question",
        ),
        description=_(
            "help_question_days",
            default="No rule names a number: agree on yours with the departments.",
        ),
        min=1,
        max=30,
        default=2,
    )
    kept_months = schema.Int(
        title=_(
            "label_questions_kept",
            default="Months for which questions to departments are kept",
        ),
        description=_(
            "help_questions_kept",
            default=(
                "They are deleted so long after the last word, with the names of who asked"
                " and answered. What is to last belongs into the guide. No rule names a"
                " number: have yours confirmed."
            ),
        ),
        min=1,
        max=120,
        default=36,
    )
