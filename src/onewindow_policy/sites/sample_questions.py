"""What residents of the sample city looked for in the last month, for a look at the desk
of the search. Nobody asked it: the visitors are made up, and have addresses that belong to
nobody (RFC 5737).
"""

from datetime import date
from datetime import timedelta
from onewindow_policy.records.api import own_transaction
from onewindow_policy.search.api import find
from onewindow_policy.search.api import Question
from onewindow_policy.search.counting import add_counts
from onewindow_policy.search.counting import KEPT_DAYS
from onewindow_policy.search.usage import Counts
from onewindow_policy.search.visitors import Visitor
from onewindow_policy.workdays.api import today
from typing import NamedTuple

BROWSER = "Mozilla/5.0 (sample)"


class SampleQuestion(NamedTuple):
    """A question that some visitors ask every few days; fewer of them open a result, and
    some ask something else right after it."""

    text: str
    every_days: int
    visitors: int
    opened: int = 0
    following: str = ""


QUESTIONS = (
    # Finds nothing, though the portal has it by another name.
    SampleQuestion("长寿红包怎么领", 2, 4, following="高龄津贴"),
    SampleQuestion("老年公交卡", 3, 5, following="老年优待证"),
    SampleQuestion("两补", 5, 3, following="残疾人两项补贴"),
    # Finds nothing, since others answer for it.
    SampleQuestion("护照", 1, 3),
    SampleQuestion("公积金怎么提取", 4, 4),
    SampleQuestion("停车位", 6, 3),
    # Finds something that hardly anybody opens.
    SampleQuestion("补贴", 1, 9, opened=1),
    SampleQuestion("照片", 3, 6, opened=1),
    # Is understood.
    SampleQuestion("高龄津贴", 1, 8, opened=7),
    SampleQuestion("老年优待证", 2, 6, opened=5),
    SampleQuestion("残疾人两项补贴", 3, 5, opened=4),
    SampleQuestion("育儿补贴", 1, 7, opened=6),
    SampleQuestion("低保怎么办", 1, 6, opened=5),
)


def ask_sample_questions() -> None:
    """Count for the last month what the sample city's residents ask.

    How much each question finds is looked up. Raises IndexMissing, DatabaseUnavailable.
    """
    queries: dict[tuple[date, str], Counts] = {}
    followed: dict[tuple[date, str, str], int] = {}
    for question in QUESTIONS:
        found = find(Question(question.text)).total
        for days in range(0, KEPT_DAYS, question.every_days):
            day = today() - timedelta(days=days)
            queries[day, question.text] = Counts(
                asked=question.visitors,
                found=found,
                opened=question.opened,
                drawers=_drawers_of(question, days),
            )
            if question.following:
                followed[day, question.text, question.following] = 1
    with own_transaction() as session:
        add_counts(session, queries, followed)


def _drawers_of(question: SampleQuestion, days: int) -> int:
    """Return the bits of the drawers of those who asked so many days ago: each day others
    do."""
    drawers = 0
    for number in range(question.visitors):
        address = f"192.0.2.{(days * question.visitors + number) % 254 + 1}"
        drawers |= Visitor(address, BROWSER).drawer_for(question.text)
    return drawers
