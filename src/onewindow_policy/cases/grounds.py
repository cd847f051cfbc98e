"""On which legal ground an application was refused, or not accepted: of its guide, another,
or none.

The words lie sealed with the step. What kind it was stands open beside the case, so that
who oversees refusals finds those that name no law, or one that the guide does not have.
Source: a refusal says why (行政许可法 art. 38 para. 2), and 依法 means by a law.
"""

from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.states import BASIS
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import NOT_ACCEPTED
from onewindow_policy.guides.resolved import LegalBasis

#: What kind of ground it was (`Case.ground_kind`).
OF_GUIDE = "guide"
OTHER = "other"
NONE = "none"

#: What has a ground.
REFUSED_STATES = (NOT_ACCEPTED, COMPLETED_REFUSED)


def law_text(law: LegalBasis) -> str:
    """Return a legal basis as papers print it."""
    name = law.name if law.name.startswith("《") else f"《{law.name}》"
    number = f"（{law.doc_no}）" if law.doc_no else ""
    return f"{name}{number}{law.article or ''}"


def grounds_of(case: Case) -> tuple[str, ...]:
    """Return the legal basis of the guide of a case, as it is now."""
    guide = guide_for(case.item_code, case.community_code)
    laws = guide.legal_basis if guide is not None else ()
    return tuple(map(law_text, laws))


def follow_ground(event: CaseMoved) -> None:
    """Have a case know on what kind of ground a step refused it; what is refused no more
    has none."""
    case = event.case
    if case.state not in REFUSED_STATES:
        case.ground_kind = None
    elif event.transition.target in REFUSED_STATES:
        facts = event.entry.facts or {}
        case.ground_kind = _kind_of(case, facts.get(BASIS))


def _kind_of(case: Case, named: str | None) -> str:
    if not named:
        return NONE
    known = {_as_compared(each) for each in grounds_of(case)}
    return OF_GUIDE if _as_compared(named) in known else OTHER


def _as_compared(text: str) -> str:
    return "".join(text.split())
