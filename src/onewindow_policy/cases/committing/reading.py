"""Which commitments there are in a case."""

from onewindow_policy.cases.committing.models import Commitment
from onewindow_policy.cases.models import Case
from sqlalchemy import select
from sqlalchemy.orm import object_session


def standing_commitments(case: Case) -> tuple[Commitment, ...]:
    """Return the commitments of a case that were not taken back."""
    query = select(Commitment).where(
        Commitment.case_id == case.id, Commitment.taken_back_at.is_(None)
    )
    session = object_session(case)
    return tuple(session.scalars(query.order_by(Commitment.version)))


def commitments_of(case: Case) -> tuple[Commitment, ...]:
    """Return all commitments of a case, also those that were taken back."""
    query = select(Commitment).where(Commitment.case_id == case.id)
    return tuple(object_session(case).scalars(query.order_by(Commitment.version)))


def unchecked_commitments(case: Case) -> tuple[Commitment, ...]:
    """Return the commitments of an approved case that nobody has checked yet."""
    return tuple(
        each
        for each in standing_commitments(case)
        if each.check_by is not None and each.outcome is None
    )


def committed_materials(case: Case) -> frozenset[str]:
    """Return the codes of the materials for which a commitment stands."""
    return frozenset(
        code for each in standing_commitments(case) for code in each.materials
    )
