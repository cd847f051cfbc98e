"""What a copy of a suggestion says, in words."""

from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.feedback.models import ANSWERED
from onewindow_policy.feedback.models import CLOSED
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.records.api import GIVEN_LABELS
from onewindow_policy.records.api import HeldWords

_LABELS = {
    **GIVEN_LABELS,
    "number": "意见编号",
    "community": "社区",
    "state": "状态",
    "received_at": "收到时间",
    "name": "姓名",
    "contact": "联系方式",
    "message": "您写的内容",
    "reply": "给您的答复",
    "public_question": "公开的问题",
    "public_reply": "公开的答复",
}

#: What the audit notes of somebody who sees it.
SEEN_BY = {"suggestion.open": "在系统里查看"}

_STATES = {NEW: "待答复", ANSWERED: "已答复", CLOSED: "已了结，未答复"}


def held_words() -> HeldWords:
    """Return how the copy of a suggestion is read out."""
    communities = {each.place.code: each.place.title for each in all_communities()}
    return HeldWords(
        title="意见建议",
        labels=_LABELS,
        says={
            "number": number_text,
            "community": lambda code: communities.get(code, code),
            "given_to.to": lambda _staff: "办理意见的工作人员",
            "given_to.what": lambda action: SEEN_BY.get(action, action),
            "state": lambda state: _STATES.get(state, state),
        },
    )
