"""Numbers of papers: one after the other for each issuer and year, without gaps."""

from onewindow_policy.cases.papers.models import PaperSerial
from onewindow_policy.records.api import insert_into
from sqlalchemy.orm import Session

#: Characters of what can be one.
LONGEST_PAPER_NUMBER = 100

#: More digits come where an issuer has more in a year.
_DIGITS = 6


def next_number(session: Session, issuer: str, year: int) -> str:
    """Return the next number of an issuer: `U-990102-MZ-2026-000012`.

    Whoever else issues something for the same issuer and year waits until the transaction
    of `session` ends: rolled back, it gives its number back, and there is no gap.
    """
    counted = (
        insert_into(session, PaperSerial)
        .values(issuer=issuer, year=year, last=1)
        .on_conflict_do_update(
            index_elements=["issuer", "year"], set_={"last": PaperSerial.last + 1}
        )
        .returning(PaperSerial.last)
    )
    serial = session.execute(counted).scalar_one()
    return f"{issuer}-{year}-{serial:0{_DIGITS}}"


def paper_number_text(number: str) -> str:
    """Return a number as papers have it: U-990102-MZ〔2026〕第000012号."""
    issuer, year, serial = number.rsplit("-", 2)
    return f"{issuer}〔{year}〕第{serial}号"
