"""What residents of the sample city have applied for, so that its accounts find work on
their desks. Nobody did: the people are made up, their documents name a division that does
not exist (GB/T 2260 has no 99), no phone begins with 0000, and their addresses belong to
nobody (RFC 5737).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.papers.kinds import RECEIPT
from onewindow_policy.cases.papers.matters import matter_of_new
from onewindow_policy.cases.papers.values import draft_of
from onewindow_policy.cases.registering import guide_facts
from onewindow_policy.cases.submissions import NewCase
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.forms.api import application_form
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.forms.api import kept_months
from onewindow_policy.forms.api import withdrawn_months
from onewindow_policy.forms.notices import notice_version
from plone import api

import transaction

#: Communities in which accounts of the sample work: at the window; for street and bureau.
AT_WINDOW = "990102001001"
AT_UNITS = "990103001001"


@dataclass(frozen=True)
class SampleCase:
    """An application, and what became of it: who of the accounts went which step."""

    item: str
    community: str
    applicant: Person = field(repr=False)
    steps: tuple[tuple[str, str], ...] = ()
    taken_in_by: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


WINDOW, STREET, BUREAU = "window-staff", "street-officer", "department-officer"

CASES = (
    SampleCase(
        "SQ-LL-001",
        AT_WINDOW,
        Person("钱示兰", "990102194103120028", "0000-0009001"),
    ),
    SampleCase(
        "SQ-LL-006",
        AT_WINDOW,
        Person("孙示福", "990102195806150017", "0000-0009002"),
    ),
    SampleCase(
        "SQ-YB-003",
        AT_WINDOW,
        Person("李示梅", "990102196811020043", "0000-0009003"),
        taken_in_by=WINDOW,
    ),
    SampleCase(
        "SQ-MZ-005",
        AT_WINDOW,
        Person("赵示山", "990102197502280014", "0000-0009004"),
        ((WINDOW, "receive"), (WINDOW, "ask_correction")),
        facts={"reason": "残疾人证复印件看不清编号，请重新拍照，或者带原件来窗口。"},
    ),
    SampleCase(
        "SQ-LL-001",
        AT_WINDOW,
        Person("周示安", "990102193909090038", "0000-0009005"),
        ((WINDOW, "receive"), (WINDOW, "accept")),
    ),
    SampleCase(
        "SQ-JY-002",
        AT_WINDOW,
        Person("吴示强", "990102197304180055", "0000-0009006"),
        ((WINDOW, "accept"), (WINDOW, "start")),
        taken_in_by=WINDOW,
    ),
    SampleCase(
        "SQ-LL-006",
        AT_WINDOW,
        Person("郑示菊", "990102195510010066", "0000-0009007"),
        ((WINDOW, "accept"), (WINDOW, "start"), (WINDOW, "approve")),
        taken_in_by=WINDOW,
    ),
    SampleCase(
        "SQ-LL-001",
        AT_UNITS,
        Person("冯示寿", "990103194001010019", "0000-0009008"),
        ((STREET, "accept"),),
    ),
    SampleCase(
        "SQ-LL-001",
        AT_UNITS,
        Person("陈示芳", "99010319380505002X", "0000-0009009"),
        ((STREET, "accept"), (STREET, "start")),
    ),
)


def take_in_sample_cases() -> None:
    """Take in what residents of the sample city apply for, and lead it as far as it is.

    The site is the one that is set. Raises what `register_case` and `move_case` do.
    """
    for number, sample in enumerate(CASES, 1):
        registered = _take_in(sample, number)
        for version, (account, transition) in enumerate(sample.steps, 1):
            with api.env.adopt_user(account):
                move_case(
                    registered,
                    transition,
                    api.user.get(account),
                    version=version,
                    facts=sample.facts,
                )
            transaction.commit()


def _take_in(sample: SampleCase, number: int) -> str:
    """Register a case, the one with this number of the sample; return its own number."""
    item = get_item(sample.item)
    form = application_form(item)
    version, _dated = notice_version()
    new = NewCase(
        nonce=f"sample-{number}",
        address=f"192.0.2.{number}",
        account=sample.taken_in_by,
        taken_in_at=sample.community if sample.taken_in_by else None,
        item_code=item.code,
        item_title=item.title,
        community_code=sample.community,
        applicant=sample.applicant,
        consents=("personal",),
        notice_version=str(version),
        kept_months=kept_months(form),
        withdrawn_months=withdrawn_months(form),
        form_uid=form.UID(),
        form_version="sample",
        result_way=HANDED_OVER,
        **guide_facts(item, sample.community),
    )
    new = replace(new, receipt=draft_of(RECEIPT, matter_of_new(new)))
    registered = register_case(new)
    transaction.commit()
    return registered.number
