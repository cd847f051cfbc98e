"""What is known of the conditions of a guide as somebody applies, kept among the answers.

So it is sealed with them, goes into the person's copy, can be corrected and is erased.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.forms.api import Finding

#: What the names of such answers begin with; no field of a form can be called so.
MET = "condition-met:"
DOUBTFUL = "condition-doubtful:"


def as_answers(findings: Iterable[Finding]) -> Iterator[Answer]:
    """Yield what a case keeps of `findings`."""
    for each in findings:
        prefix = DOUBTFUL if each.is_doubtful else MET
        yield Answer(prefix + each.key, each.condition, each.text)


def is_doubtful(answer: Answer) -> bool:
    """Return whether an answer says that a condition may not be met."""
    return answer.name.startswith(DOUBTFUL)
