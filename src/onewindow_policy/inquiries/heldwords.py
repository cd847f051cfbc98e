"""What a copy of an inquiry says, in words."""

from collections.abc import Mapping
from functools import partial
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.guides.wording import Wording
from onewindow_policy.inquiries.asking import case_questions
from onewindow_policy.inquiries.asking import COMERS
from onewindow_policy.inquiries.asking import condition_questions
from onewindow_policy.inquiries.asking import REPLIES
from onewindow_policy.inquiries.models import AT_WINDOW
from onewindow_policy.inquiries.models import BY_PHONE
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.notices import CHINESE
from onewindow_policy.inquiries.notices import guide_of
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.records.api import GIVEN_LABELS
from onewindow_policy.records.api import HeldWords

_LABELS = {
    **GIVEN_LABELS,
    "number": "咨询编号",
    "received_at": "咨询时间",
    "channel": "咨询方式",
    "community": "接待社区",
    "lives_in": "居住社区",
    "item": "事项编码",
    "notice.item": "办理事项",
    "name": "姓名",
    "contact": "联系方式",
    "said": "您说的情况",
    "matter": "问了什么",
    "told": "怎么答复的",
    "follow_up_on": "约定回电日期",
    "followed_up_at": "回电时间",
    "follow_up_note": "回电情况",
    "notice_number": "告知书编号",
    "notice": "一次性告知书",
    "title": "名称",
    "issuer": "出具单位",
    "item_code": "事项编码",
    "comes": "谁来办",
    "staff": "告知人",
    "basis": "办理依据",
    "conditions": "办理条件",
    "unmet": "不符合的条件",
    "materials": "要带的材料",
    "notice.materials.name": "材料",
    "only": "只在这种情况下要",
    "is_optional": "可带可不带",
    "counts": "形式和份数",
    "source": "来源",
    "note": "说明",
    "ways": "怎么办",
    "notice.materials.ways": "没有怎么办",
    "flow": "办理流程",
    "notice.flow.name": "做什么",
    "who": "谁来办",
    "long": "多久",
    "units": "办理部门",
    "order": "部门先后",
    "fee": "收费",
    "promise": "多久办完",
    "pauses": "不算在内",
    "result": "办完拿到什么",
    "enquiry": "咨询电话",
    "supervision": "监督电话",
    "hotline": "政务服务热线",
    "reception": "窗口接待",
    "halls": "去哪里办",
    "phones": "电话",
    "address": "地址",
    "hours": "办公时间",
    "location": "办理地点",
    "office_hours": "办公时间",
    "apply_url": "网上办理",
    "guide_url": "办事指南",
}

#: What the audit notes of somebody who sees it.
SEEN_BY = {"inquiry.open": "在系统里查看", "inquiry.print": "打印告知书"}

_CHANNELS = {AT_WINDOW: "窗口", BY_PHONE: "电话"}


def words_of(inquiry: Inquiry) -> HeldWords:
    """Return how the copy of an inquiry is read out."""
    communities = {each.place.code: each.place.title for each in all_communities()}

    def place(code: str) -> str:
        return communities.get(code, code)

    return HeldWords(
        title="咨询",
        labels=_LABELS,
        says={
            "number": number_text,
            "channel": lambda code: _CHANNELS.get(code, code),
            "community": place,
            "lives_in": place,
            "notice_number": paper_number_text,
        },
        rows={"said": partial(_said, inquiry)},
    )


def _said(inquiry: Inquiry, said: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what who asked said of themselves, by the questions of the guide as it is
    now; of a question that it has no more the name is told."""
    words = Wording(CHINESE)
    item = find_item(inquiry.item_code)
    guide = guide_of(item, inquiry.lives_in) if item is not None else None
    questions = []
    if guide is not None:
        questions = [*condition_questions(guide, words), *case_questions(guide)]
    texts = {each.name: each.text for each in questions} | {"comes": "谁来办"}
    meanings = {**COMERS, **REPLIES}
    return [
        (texts.get(name, name), words(meanings.get(reply, reply)))
        for name, reply in said.items()
    ]
