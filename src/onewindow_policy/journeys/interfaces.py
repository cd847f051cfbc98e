"""An event in life, led through by questions (一件事)."""

from collective.z3cform.datagridfield.row import DictRow
from onewindow_policy import _
from onewindow_policy.journeys.consistency import find_faults
from onewindow_policy.journeys.rows import IAnswerRow
from onewindow_policy.journeys.rows import IPaperRow
from onewindow_policy.journeys.rows import IQuestionRow
from onewindow_policy.journeys.rows import IStepRow
from onewindow_policy.typed.printable import require_printable
from onewindow_policy.vocabularies.widgets import blocks_of_rows
from onewindow_policy.vocabularies.widgets import table_of_rows
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import Invalid
from zope.interface import invariant

#: More than five questions in a row nobody answers on a phone.
MAX_QUESTIONS = 5
MAX_ANSWERS = 30
MAX_STEPS = 30
MAX_PAPERS = 30


class UnfitJourney(Invalid):
    """The rows of a journey do not fit together."""


def _rows(title, row_schema, most: int, description=""):
    return schema.List(
        title=title,
        description=description,
        value_type=DictRow(title=title, schema=row_schema),
        required=False,
        default=[],
        max_length=most,
    )


class IJourney(model.Schema):
    """A few plain questions that lead to the services which one needs, in their order,
    with other offices' steps between. Its summary is the description."""

    life_event = schema.Choice(
        title=_("label_journey_life_event", default="Event in life"),
        vocabulary="onewindow_policy.vocabularies.life_events",
    )
    aliases = schema.List(
        title=_("label_aliases", default="Other names"),
        description=_("help_aliases", default="What residents call it, one a line."),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )
    directives.widget("questions", blocks_of_rows)
    questions = _rows(
        _("label_journey_questions", default="Questions"),
        IQuestionRow,
        MAX_QUESTIONS,
        _(
            "help_journey_questions",
            default=(
                "In the order in which they are asked, at most five. None where all take"
                " the same steps."
            ),
        ),
    )
    directives.widget("answers", table_of_rows)
    answers = _rows(
        _("label_journey_answers", default="Answers"), IAnswerRow, MAX_ANSWERS
    )
    directives.widget("steps", blocks_of_rows)
    steps = _rows(_("label_journey_steps", default="Steps"), IStepRow, MAX_STEPS)
    directives.widget("papers", blocks_of_rows)
    papers = _rows(
        _("label_journey_papers", default="Papers that are the same"),
        IPaperRow,
        MAX_PAPERS,
        _(
            "help_journey_papers",
            default=(
                "Papers of the same name are listed once by themselves. Enter those here"
                " that services call differently."
            ),
        ),
    )

    @invariant
    def text_is_printable(data):
        require_printable(data, IJourney)

    @invariant
    def rows_fit_together(data):
        for message in find_faults(data):
            raise UnfitJourney(message)
