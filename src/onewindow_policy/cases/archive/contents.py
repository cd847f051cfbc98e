"""What a package says of a case, in the words of those who archive it.

The parts are those of DA/T 85-2019 (政务服务事项电子文件归档规范): what was applied for and
by whom, what happened and who did it, what was handed in, what was issued, and which files
there are. Its clauses were not at hand when this was written; the names of elements are
ours, and a city's archive may map them.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.factwords import CHOICES
from onewindow_policy.cases.factwords import fact_rows
from onewindow_policy.cases.handingout.originals import originals_here
from onewindow_policy.cases.linking.kinds import REAPPLICATION
from onewindow_policy.cases.linking.kinds import RENEWAL
from onewindow_policy.cases.linking.reading import links_of
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.papers.values import CHANNELS
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.states import WAY
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.transferring.models import CANCELLED
from onewindow_policy.cases.transferring.printing import HOWS
from onewindow_policy.cases.transferring.reading import transfers_of
from onewindow_policy.cases.transferring.whereabouts import name_of
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.units import get_unit
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.documents import TITLES
from sqlalchemy.orm import Session

#: How a package calls links between cases: their kind, and whether the other is earlier.
_LINKS = {
    (RENEWAL, True): "续办的办件",
    (RENEWAL, False): "被续办为办件",
    (REAPPLICATION, True): "重新申请前的办件",
    (REAPPLICATION, False): "重新申请的办件",
}

Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened, in words: when (ISO 8601, UTC), what, by whom, and what was
    given with it."""

    at: str
    day: str
    what: str
    who: str
    said: Rows


@dataclass(frozen=True, slots=True)
class Contents:
    """A case, in words: labels and values of each part, empty values left out."""

    number: str
    title: str
    about: Rows
    people: Rows
    answers: Rows
    transfers: Rows
    history: tuple[Entry, ...]


def contents_of(session: Session, case: Case, words: CaseWording) -> Contents:
    """Return what a package says of a case."""
    return Contents(
        number=case_number_text(case.number),
        title=case.item_title,
        about=_filled(_about(case, words)),
        people=_filled(_people(case, words)),
        answers=_filled((each.title, each.text) for each in _answers(case)),
        transfers=tuple(_transfers(session, case, words)),
        history=tuple(_history(session, case, words)),
    )


def _about(case: Case, words: CaseWording) -> Iterator[tuple[str, str]]:
    communities = {each.place.code: each.place.title for each in all_communities()}
    yield "办理事项", case.item_title
    yield "事项编码", case.item_code
    yield "办件编号", case_number_text(case.number)
    yield "收件方式", words(CHANNELS[case.channel])
    yield "收件时间", words.moment(case.received_at)
    yield "所属社区", communities.get(case.community_code, case.community_code)
    if case.taken_in_at not in (None, case.community_code):
        yield "收件社区", communities.get(case.taken_in_at, case.taken_in_at)
    yield "受理单位", _unit(case.unit_code)
    yield "决定单位", _unit(case.deciding_unit_code)
    yield "办结时间", words.moment(case.closed_at)
    yield "办理结果", words.state(case.state)
    if case.result_way is not None:
        yield "结果领取方式", words(CHOICES[WAY][case.result_way])
        yield "结果送往", " ".join((case.destination or {}).values())
    if here := originals_here(case):
        guide = guide_for(case.item_code, case.community_code)
        names = {each.code: each.name for each in guide.materials} if guide else {}
        yield "未退还的原件", "、".join(names.get(code, code) for code in here)
    if case.delivered_at is not None:
        yield "送达时间", words.moment(case.delivered_at)
    for link in links_of(case):
        yield _LINKS[link.kind, link.is_earlier], case_number_text(link.number)
    yield "表单版本", case.form_version
    yield "指南版本", case.guide_version
    yield "告知书版本", case.notice_version


def _people(case: Case, words: CaseWording) -> Iterator[tuple[str, str]]:
    people = [("申请人", case.applicant), ("代办人", case.agent)]
    for role, found in people:
        if found is None:
            continue
        person = Person(**found)
        kind = TITLES.get(person.id_kind or RESIDENT_CARD)
        yield role, person.name
        yield f"{role}证件类型", words(kind) if kind and person.id_number else ""
        yield f"{role}证件号码", person.id_number or ""
        yield f"{role}电话", person.phone or ""


def _answers(case: Case) -> Iterator[Answer]:
    return (Answer(**each) for each in case.answers)


def _history(session: Session, case: Case, words: CaseWording) -> Iterator[Entry]:
    guide = guide_for(case.item_code, case.community_code)
    papers = {each.code: each.name for each in guide.materials} if guide else {}
    for event in history_of(session, case):
        given = fact_rows(event.facts, papers, words.day, words, staff_name)
        said = [(row["label"].rstrip("：:"), row["value"]) for row in given]
        if event.reason:
            said.insert(0, ("理由", event.reason))
        yield Entry(
            at=event.at.isoformat(),
            day=words.moment(event.at),
            what=words.desk_event(event.transition),
            who=staff_name(event.user_id) if event.user_id else "",
            said=tuple(said),
        )


def _transfers(
    session: Session, case: Case, words: CaseWording
) -> Iterator[tuple[str, str]]:
    """Yield the lists with which papers of the case went from place to place."""
    for each in transfers_of(session, case):
        sheets = [
            f"{paper['name']}（{words(HOWS[paper['how']])}）{paper['sheets']}份"
            for paper in each.says["papers"]
        ]
        came = words.moment(each.received_at) if each.received_at else "未接收"
        told = (
            f"{name_of(each.from_place)} → {name_of(each.to_place)}",
            f"{words.moment(each.sent_at)}交出",
            "撤回" if each.state == CANCELLED else f"接收：{came}",
            "、".join(filter(None, (*sheets, each.says["other"]))),
            *_outcome(each.outcome or {}),
        )
        yield f"交接单{paper_number_text(each.number)}", "；".join(filter(None, told))


def _outcome(outcome: dict[str, str]) -> Iterator[str]:
    for name, label in (
        ("missing", "缺少"),
        ("words", "说明"),
        ("signed_by", "签收人"),
        ("signed_on", "签收日期"),
        ("reason", "撤回原因"),
    ):
        if outcome.get(name):
            yield f"{label}：{outcome[name]}"


def _unit(code: str | None) -> str:
    unit = get_unit(code) if code else None
    return unit.title if unit is not None else code or ""


def _filled(rows) -> Rows:
    return tuple((label, value) for label, value in rows if value)
