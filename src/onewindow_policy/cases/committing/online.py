"""Committing oneself on the web, and taking that back, with number and query code.

Source: 国办发〔2020〕42号 (what is told and what is promised may be electronic).
"""

from collections.abc import Sequence
from onewindow_policy.cases.committing.reading import committed_materials
from onewindow_policy.cases.committing.reading import standing_commitments
from onewindow_policy.cases.committing.rules import facts_of_commitment
from onewindow_policy.cases.committing.rules import require_commitment
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.facts import read_facts
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.states import AGREED
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import COMMIT
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import TAKE_BACK_COMMITMENT
from onewindow_policy.cases.states import WORDS
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import tracked_case
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date


def commit_online(
    number: str,
    query_code: str,
    address: str,
    materials: Sequence[str],
    *,
    agreed: str,
    words: str,
) -> TrackedCase:
    """Take the commitment of an applicant for materials; return what they may know then.

    `agreed` is "1" where they said so, `words` the version that the page told them. A
    second press changes nothing. It is kept when Zope's transaction commits.

    Raises what `open_by_code` does, `TransitionNotPossible` where none is taken any more,
    and what `read_facts` and `require_commitment` do.
    """
    case = _proved(number, query_code, address)
    if materials and committed_materials(case).issuperset(materials):
        return tracked_case(case)
    transition = require(COMMIT, case.state, {APPLICANT})
    today = local_date(utc_now())
    given = {MATERIALS: materials, AGREED: agreed, WORDS: words}
    facts = read_facts(transition, given, today)
    require_commitment(case, transition, facts, today)
    move(write_session(), case, transition, role=APPLICANT, facts=facts)
    return tracked_case(case)


def take_back_online(number: str, query_code: str, address: str) -> TrackedCase:
    """Take back what an applicant committed themselves to, before it is decided; return
    what they may know then. What is taken back already stays so.

    It is kept when Zope's transaction commits. Raises what `open_by_code` does, and
    `TransitionNotPossible` once it is decided.
    """
    case = _proved(number, query_code, address)
    if not standing_commitments(case):
        return tracked_case(case)
    transition = require(TAKE_BACK_COMMITMENT, case.state, {APPLICANT})
    facts = facts_of_commitment(case, transition, local_date(utc_now()))
    move(write_session(), case, transition, role=APPLICANT, facts=facts)
    return tracked_case(case)


def _proved(number: str, query_code: str, address: str) -> Case:
    """Return the case that number and code open, for nobody else to move meanwhile."""
    open_by_code(number, query_code, address)
    case = find_case(write_session(), number, to_move=True)
    if case is None:
        # It was erased since the code was compared.
        raise CodeRefused
    return case
