"""What a paper is about: an application as it stands, and what just happened to it."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import cached_property
from onewindow_policy.cases.models import AT_WINDOW
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.models import ONLINE
from onewindow_policy.cases.papers.listing import PaperFacts
from onewindow_policy.cases.papers.listing import papers_of
from onewindow_policy.cases.process.following import current_of
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.states import CLOCK
from onewindow_policy.cases.states import corrected_by
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import NewCase
from onewindow_policy.cases.tracking import files_of
from onewindow_policy.cases.windows.rules import window_of
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.workdays.deadlines import DueDate
from sqlalchemy.orm import Session
from typing import Any

#: Papers are Chinese in any language.
CHINESE = "zh-cn"


@dataclass(frozen=True)
class Matter:
    """An application as it stands, and what just happened to it.

    `person` and `agent` are as cases have them; `files` have the code of a material and a
    name, `ways` are the answers about materials (see `materials`). `window_code` is
    the community with whose window the person deals; the codes of units are the case's.
    `due` and `reckoned_from` are those of the case, `step` is the one that it is at, None
    for none. `papers` were issued before. `user_id` is who did it, None for nobody of the
    staff, `by_clock` whether it happened by itself; `reason` and `facts` what they gave
    with it; `state` is where it led, `corrects` what it put right, None for nothing.
    `result_way` and `parcel` are the case's.
    """

    item_code: str
    item_title: str
    item_type: str
    community_code: str
    channel: str
    window_code: str
    unit_code: str | None
    deciding_unit_code: str | None
    promised_days: int | None
    promised_day_type: str | None
    person: Mapping[str, Any] = field(repr=False)
    agent: Mapping[str, Any] | None = field(repr=False)
    files: Sequence = field(repr=False)
    ways: Sequence[Answer] = field(repr=False)
    due: DueDate | None = None
    step: CaseStep | None = None
    papers: Sequence[PaperFacts] = ()
    user_id: str | None = None
    reason: str = field(default="", repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    reckoned_from: date | None = None
    by_clock: bool = False
    state: str = ""
    corrects: str | None = None
    result_way: str | None = None
    parcel: Mapping[str, str] | None = field(default=None, repr=False)

    @cached_property
    def words(self) -> CaseWording:
        return CaseWording(CHINESE)

    @cached_property
    def item(self):
        """The item, None where there is none any more."""
        return find_item(self.item_code)

    @cached_property
    def guide(self) -> ResolvedGuide:
        """The guide as it is now; one that says nothing where there is none any more."""
        found = guide_for(self.item_code, self.community_code)
        return found if found is not None else ResolvedGuide()


def matter_of(session: Session, case: Case, event: CaseEvent | None = None) -> Matter:
    """Return what a paper of a case is about, as it stands after `event`."""
    step = None
    if case.step_name is not None:
        step = current_of(steps_of(session, case))
    deciding = case.deciding_unit_code
    if case.state == SUSPENDED and step is not None and step.counted:
        # A special procedure besides the guide is of whoever has the case then.
        deciding = step.unit_code
    return Matter(
        item_code=case.item_code,
        item_title=case.item_title,
        item_type=case.item_type,
        community_code=case.community_code,
        channel=case.channel,
        window_code=window_of(session, case),
        unit_code=case.unit_code,
        deciding_unit_code=deciding,
        promised_days=case.promised_days,
        promised_day_type=case.promised_day_type,
        person=case.applicant,
        agent=case.agent,
        files=files_of(session, case),
        ways=tuple(Answer(**each) for each in case.answers if each.get("material")),
        due=case.due,
        step=step,
        papers=papers_of(session, case),
        user_id=event.user_id if event is not None else _took_in(case),
        reason=(event.reason if event is not None else None) or "",
        facts=(event.facts if event is not None else None) or {},
        reckoned_from=case.reckoned_from,
        by_clock=event is not None and event.role == CLOCK,
        state=case.state,
        corrects=corrected_by(event.transition) if event is not None else None,
        result_way=case.result_way,
        parcel=case.parcel,
    )


def matter_of_new(new: NewCase) -> Matter:
    """Return what the receipt of a case is about that is being registered."""
    return Matter(
        item_code=new.item_code,
        item_title=new.item_title,
        item_type=new.item_type,
        community_code=new.community_code,
        channel=ONLINE if new.taken_in_at is None else AT_WINDOW,
        window_code=new.taken_in_at or new.community_code,
        unit_code=new.unit_code,
        deciding_unit_code=new.deciding_unit_code,
        promised_days=new.promised_days,
        promised_day_type=new.promised_day_type,
        person=asdict(new.applicant),
        agent=asdict(new.agent) if new.agent is not None else None,
        files=new.files,
        ways=tuple(each for each in new.answers if each.material),
        user_id=new.account,
        result_way=new.result_way,
    )


def _took_in(case: Case) -> str | None:
    """Return who took a case in at a window, None for what came online."""
    return case.first_contact if case.taken_in_at is not None else None
