"""The rows of a journey, as editors fill them in."""

from onewindow_policy import _
from zope import schema
from zope.interface import Interface

_CONDITION = _(
    "help_journey_condition",
    default=(
        "Empty for always. Else question=answer by their keys, such as place=home;"
        " several answers with commas, several questions with semicolons."
    ),
)


class IQuestionRow(Interface):
    """A question that a resident answers by touching one of its answers."""

    key = schema.TextLine(
        title=_("label_journey_question_key", default="Key"),
        description=_(
            "help_journey_key",
            default="Small letters and digits, such as place; it stands in the address.",
        ),
        max_length=20,
    )
    text = schema.TextLine(
        title=_("label_question", default="Question"), max_length=100
    )
    help = schema.TextLine(
        title=_("label_journey_help", default="What helps to answer it"),
        required=False,
        max_length=200,
    )
    asked_if = schema.TextLine(
        title=_("label_journey_asked_if", default="Asked only if"),
        description=_CONDITION,
        required=False,
        max_length=200,
    )


class IAnswerRow(Interface):
    """An answer to a question."""

    question = schema.TextLine(
        title=_("label_journey_answer_to", default="Key of the question"),
        max_length=20,
    )
    key = schema.TextLine(
        title=_("label_journey_answer_key", default="Key"), max_length=20
    )
    text = schema.TextLine(title=_("label_answer", default="Answer"), max_length=100)


class IStepRow(Interface):
    """Something to do: a service of the catalogue, or a way to another office."""

    key = schema.TextLine(
        title=_("label_journey_step_key", default="Key"), max_length=20
    )
    item_code = schema.TextLine(
        title=_("label_journey_item_code", default="Code of the service"),
        description=_(
            "help_journey_item_code",
            default="Empty for what is done at another office.",
        ),
        required=False,
        max_length=64,
    )
    title = schema.TextLine(
        title=_("label_journey_step_title", default="What is done"),
        description=_(
            "help_journey_step_title",
            default="A service has its own name where this is empty.",
        ),
        required=False,
        max_length=100,
    )
    office = schema.TextLine(
        title=_("label_journey_office", default="Other office"),
        required=False,
        max_length=100,
    )
    place = schema.TextLine(
        title=_("label_journey_place", default="Where it is"),
        required=False,
        max_length=200,
    )
    phone = schema.TextLine(
        title=_("label_journey_phone", default="Its phone"),
        required=False,
        max_length=40,
    )
    advice = schema.Text(
        title=_("label_journey_advice", default="In plain words"),
        description=_(
            "help_journey_advice",
            default="What to do there, or what to mind with this service.",
        ),
        required=False,
        max_length=1000,
    )
    brings = schema.TextLine(
        title=_("label_journey_brings", default="Papers to bring"),
        description=_(
            "help_journey_brings",
            default=(
                "Their names with 、 between them, beside those that the service's guide"
                " asks for."
            ),
        ),
        required=False,
        max_length=300,
    )
    gives = schema.TextLine(
        title=_("label_journey_gives", default="Papers that one gets there"),
        required=False,
        max_length=300,
    )
    shown_if = schema.TextLine(
        title=_("label_journey_shown_if", default="Needed only if"),
        description=_CONDITION,
        required=False,
        max_length=200,
    )
    after = schema.TextLine(
        title=_("label_journey_after", default="Only after these steps"),
        description=_("help_journey_after", default="Their keys, with commas."),
        required=False,
        max_length=200,
    )


class IPaperRow(Interface):
    """A paper that is one and the same, whatever each service calls it."""

    name = schema.TextLine(
        title=_("label_journey_paper", default="Paper"), max_length=100
    )
    names = schema.Text(
        title=_("label_journey_paper_names", default="What services call it"),
        description=_(
            "help_journey_paper_names", default="Their names, with 、 between them."
        ),
        max_length=1000,
    )
