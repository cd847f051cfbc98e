"""To whom a case was given, for the copy of its person (个人信息保护法 17, 23, 45)."""

from collections.abc import Mapping
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.reaching import AGENT
from onewindow_policy.cases.reaching import APPLICANT
from onewindow_policy.cases.states import HANG_NOTICE
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.messages.api import SMS
from onewindow_policy.records.api import STAFF
from onewindow_policy.records.api import uses_noted
from sqlalchemy.orm import Session
from typing import Any

#: By what it was given, besides what the audit calls it.
DECIDES, SENT, TOLD, HUNG = "decides", "sent", "told", "hung"

#: What the audit calls it. A sheet names the unit that it was made for.
OPENED, DISCLOSED = "case.open", "case.disclose"
FILE_OPENED, REVEALED, EXPORTED = "case.open_file", "case.reveal", "case.export"
ARCHIVED = "case.archive"
_NOTED = (OPENED, DISCLOSED, FILE_OPENED, REVEALED, EXPORTED, ARCHIVED)

#: To whom, where it is neither a unit nor a company.
GATEWAY, BOARD = "gateway", "board"

BODIES: Mapping[str, str] = {
    STAFF: "窗口和办理单位的工作人员",
    GATEWAY: "短信平台",
    BOARD: "看公示的人",
}
WAYS: Mapping[str, str] = {
    OPENED: "在系统里查看办件",
    DISCLOSED: "监督检查时说明理由后查看",
    FILE_OPENED: "查看交来的文件",
    REVEALED: "查看完整的证件号码、卡号",
    EXPORTED: "导出表格，交给办理单位",
    ARCHIVED: "打包归档",
    DECIDES: "办理环节",
    SENT: "寄送结果（姓名、电话、地址）",
    TOLD: "发短信（手机号码、短信内容）",
    HUNG: "公示",
}


def given_to(session: Session, case: Case) -> list[dict[str, Any]]:
    """Return to whom a case was given, by what, when and how often, in values of JSON.

    Papers that went from place to place are a part of the copy of their own.
    """
    return [
        *_to_units(session, case),
        *uses_noted(session, case.number, _NOTED, naming=(EXPORTED,)),
        *_to_others(session, case),
    ]


def _to_units(session: Session, case: Case) -> list[dict[str, Any]]:
    first: dict[str, str] = {}
    for step in steps_of(session, case):
        if step.unit_code is not None and step.begun_at is not None:
            first.setdefault(step.unit_code, step.begun_at.isoformat())
    return [
        {"to": code, "what": DECIDES, "since": since} for code, since in first.items()
    ]


def _to_others(session: Session, case: Case) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    people = {APPLICANT: case.applicant, AGENT: case.agent}
    if any(SMS in ((each or {}).get("told_by") or ()) for each in people.values()):
        found.append({"to": GATEWAY, "what": TOLD})
    if case.parcel and case.parcel.get("carrier"):
        sent_at = case.sent_at.isoformat() if case.sent_at is not None else None
        found.append({"to": case.parcel["carrier"], "what": SENT, "since": sent_at})
    found.extend(
        {"to": BOARD, "what": HUNG, "since": entry.at.isoformat()}
        for entry in history_of(session, case)
        if entry.transition == HANG_NOTICE
    )
    return found
