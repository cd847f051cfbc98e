"""What a copy of a case says, in words."""

from collections.abc import Callable
from collections.abc import Mapping
from functools import partial
from onewindow_policy.cases import states
from onewindow_policy.cases.factwords import CHOICES
from onewindow_policy.cases.factwords import fact_rows
from onewindow_policy.cases.giving import BODIES
from onewindow_policy.cases.giving import WAYS
from onewindow_policy.cases.heldlabels import LABELS
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.papers.values import CHANNELS
from onewindow_policy.cases.process.notices import BOARD_PHOTO
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.scanning import INFECTED
from onewindow_policy.cases.scanning import UNSCANNED
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.transferring.models import CANCELLED
from onewindow_policy.cases.transferring.models import MISSING
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.models import RECEIVED
from onewindow_policy.cases.transferring.printing import HOWS
from onewindow_policy.cases.transferring.receiving import EXPLAINED
from onewindow_policy.cases.transferring.receiving import FOUND
from onewindow_policy.cases.transferring.whereabouts import name_of
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.forms.api import GUARDIAN_CONSENT
from onewindow_policy.forms.api import PERSONAL_CONSENT
from onewindow_policy.forms.api import SMS_CONSENT
from onewindow_policy.forms.api import SMS_TO_AGENT_CONSENT
from onewindow_policy.forms.api import TOLD_CONSENT
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import SMS
from onewindow_policy.records.api import HeldWords
from onewindow_policy.typed.documents import TITLES
from typing import Any
from zope.i18nmessageid import Message

#: Copies are Chinese in any language of the page.
_CHINESE = "zh-cn"

_LEFT_OUT = {
    UNSCANNED: "还没有经过病毒检查",
    INFECTED: "查出病毒",
    BOARD_PHOTO: "公示栏照片，上面还有别人的公示",
}
_CONSENTS = {
    PERSONAL_CONSENT: "处理个人信息",
    GUARDIAN_CONSENT: "监护人同意",
    TOLD_CONSENT: "已告知本人",
    SMS_CONSENT: "发短信给申请人",
    SMS_TO_AGENT_CONSENT: "发短信给代办人",
}
_CHANNELS_TOLD = {MAIL: "邮件", SMS: "短信"}
_HANDED_ON = {
    ON_WAY: "在路上",
    MISSING: "有缺少",
    RECEIVED: "已接收",
    CANCELLED: "已撤回",
}
#: What the history of a case does not tell of a step, as it goes without saying there.
MORE_FACTS = {
    states.AGREED: "本人同意",
    states.SEEN: "已核对身份",
    states.ADDRESSEE: "收件人",
    states.PHONE: "电话",
    states.ADDRESS: "地址",
    states.PHOTO: "照片",
    states.WINDOW: "转到的社区代码",
    states.FIELD: "问题代号",
    states.MEND_ANSWER: "问题代号",
}
_SETTLED = {FOUND: "找到了", EXPLAINED: "已说明"}


def words_of(case: Case) -> HeldWords:
    """Return how the copy of a case is read out, with the names that things have now."""
    words = CaseWording(_CHINESE)
    guide = guide_for(case.item_code, case.community_code)
    papers = {each.code: each.name for each in guide.materials} if guide else {}
    kinds = {code: each.title for code, each in KINDS.items()}
    material = _meanings(papers)
    return HeldWords(
        title="办件",
        labels=LABELS,
        says={
            "number": case_number_text,
            "papers.number": paper_number_text,
            "list": paper_number_text,
            "renews": case_number_text,
            "renewed_by": case_number_text,
            "applies_again_after": case_number_text,
            "applied_again_by": case_number_text,
            "papers_handed_on.says.number": case_number_text,
            "state": words.state,
            "history.state": words.state,
            "papers.says.state": str,
            "papers_handed_on.state": _meanings(_HANDED_ON),
            "channel": _said(CHANNELS, words),
            "papers.says.channel": str,
            "community": name_of,
            "taken_in_at": name_of,
            "papers_handed_on.from": name_of,
            "papers_handed_on.to": name_of,
            "unit": name_of,
            "consents": _meanings(_CONSENTS),
            "id_kind": _said(TITLES, words),
            "told_by": _meanings(_CHANNELS_TOLD),
            "kind": _said(kinds, words),
            "files.content": lambda _content: "在压缩包里",
            "given_to.to": lambda code: BODIES.get(code) or name_of(code),
            "given_to.what": _meanings(WAYS),
            "left_out": _meanings(_LEFT_OUT),
            "papers_handed_on.says.papers.how": _said(HOWS, words),
            "settled": _meanings(_SETTLED),
            "commitments.materials": material,
            "originals": material,
            "originals_given_back": material,
            "found": _said(CHOICES[states.OUTCOME], words),
            "result_way": _said(CHOICES[states.WAY], words),
            "papers.says.result_way": str,
            "what": words.desk_event,
        },
        rows={
            "answers": _answers,
            "result_goes_to": _destination,
            "history.facts": partial(_facts, papers=papers, words=words),
        },
    )


def _meanings(meanings: Mapping[str, str]) -> Callable[[str], str]:
    """Return what says what a code means; of an unknown one, the code."""
    return lambda code: meanings.get(code, code)


def _said(messages: Mapping[str, Message], words: CaseWording) -> Callable[[str], str]:
    return lambda code: words(messages.get(code, code))


def _answers(answers: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each.title, each.text) for each in (Answer(**one) for one in answers)]


def _destination(destination: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("结果送往", " ".join(destination.values()))]


def _facts(
    facts: Mapping[str, Any], papers: Mapping[str, str], words: CaseWording
) -> list[tuple[str, str]]:
    # The accounts of colleagues are nobody's data but theirs.
    rows = fact_rows(facts, papers, words.day, words, lambda _user: "工作人员")
    more = [
        (label, "是" if facts[name] in ("1", True) else str(facts[name]))
        for name, label in MORE_FACTS.items()
        if facts.get(name)
    ]
    return [*((row["label"].rstrip("：:"), row["value"]) for row in rows), *more]
