"""What became of a question that was to stand in the guide, in words."""

from collections.abc import Iterable
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.pages.api import Words
from onewindow_policy.questions.models import DECLINED
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.questions.models import ItemQuestionEntry
from onewindow_policy.questions.proposing import standing_in_guide
from zope.i18nmessageid import Message


def outcome_of(
    question: ItemQuestion, said: Iterable[ItemQuestionEntry], words: Words
) -> list[Message]:
    """Return what became of a question, in sentences; none where nobody wants it in the
    guide."""
    if question.proposed_at is None:
        return []
    proposed = _(
        "text_question_proposed",
        default="${name} proposed it for the guide on ${moment}.",
        mapping={
            "name": staff_name(question.proposed_by or ""),
            "moment": words.moment(question.proposed_at),
        },
    )
    if question.settled_at is None:
        waits = _(
            "text_question_proposal_waits",
            default="The editors of the guide see to it.",
        )
        return [proposed, waits]
    who = {
        "name": staff_name(question.settled_by or ""),
        "moment": words.moment(question.settled_at),
    }
    if question.settled_as == DECLINED:
        declined = _(
            "text_question_declined",
            default="${name} did not take it into the guide on ${moment}: ${why}",
            mapping={**who, "why": question.settled_why or ""},
        )
        return [proposed, declined]
    taken = _(
        "text_question_taken",
        default="${name} took it into what is written of the guide on ${moment}.",
        mapping=who,
    )
    asked = next((each.text for each in said), "")
    return [proposed, taken, _standing(*standing_in_guide(question, asked))]


def _standing(is_public: bool, is_written: bool) -> Message:
    if is_public:
        return _(
            "text_question_in_guide",
            default="It stands in the guide that residents read.",
        )
    if is_written:
        return _(
            "text_question_in_draft",
            default=(
                "Residents do not read it yet: it stands in a draft that is to be"
                " reviewed."
            ),
        )
    return _(
        "text_question_reworded",
        default="The guide has it in other words now, or not any more.",
    )
