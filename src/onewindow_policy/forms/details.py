"""What the paper forms of an item ask, as questions of its form on the web.

Decisions turn on the lines of these forms. Left out is what other groups of the form ask,
what only paper has, and what staff fill in. Of whom something is for besides the applicant
it is asked who that is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from onewindow_policy.forms.asking import AskedFor
from onewindow_policy.forms.asking import BIRTHDAY_TYPE
from onewindow_policy.forms.asking import ID_NUMBER_TYPE
from onewindow_policy.forms.asking import ItemNeeds
from onewindow_policy.forms.asking import PERSON_NAME_TYPE
from onewindow_policy.forms.asking import TEXT_TYPE
from onewindow_policy.forms.noticewords import ID_NUMBER

import re

#: Lines that other groups ask for; that only paper has; that staff fill in, or the service
#: tells by itself.
_LEFT_OUT = re.compile(
    r"(申请人|申领人|登记人|经办人|预约人|委托人)?(姓名|身份证号码|联系电话|住址)"
    r"|现居住地|户籍所在社区|出生日期|预约人|.*(账户|账号)"
    r"|日期|.*(签字|确认)|代办员|移交材料"
    r"|参保登记日期|.*结果|评估等级|申领标准|申请补贴类型|领取方式"
)

#: Lines about who applies for somebody else.
_OF_APPLICANT = re.compile(r"(监护人|家长|继承人)(姓名|身份证号码)")

#: How many they are, where it is asked who.
_FAMILY_SIZE = re.compile(r"共同生活家庭成员人数|家庭人口")
_FAMILY_CARDS = re.compile(r"家庭成员.*身份证")

_LONG = re.compile(r".*(概述|内容|困难原因)|申请事[由项]")
_YES_OR_NO = (("yes", "是"), ("no", "否"))

_DAY_HINT = "8位数字，例如：20250501。"

_FAMILY = AskedFor(
    "family",
    "和您一起生活的家人",
    "每人写一行：姓名、和您的关系。没有家人一起生活的，写“无”。",
    required=True,
    type=TEXT_TYPE,
)

_PARENT_APPLIES = "申请人填孩子的父母或者其他监护人，孩子在后面填。"


@dataclass(frozen=True, slots=True)
class _Whom:
    """Somebody whom a service is about besides the applicant.

    `called` are the words of paper forms; `hint` is about the name, `number_hint` about the
    number; `applicant` says who the applicant is then.
    """

    key: str
    called: str
    is_required: bool = True
    hint: str | None = None
    is_number_required: bool = False
    number_hint: str = "不知道的可以不填，窗口会查。"
    has_birthday: bool = False
    applicant: str | None = None


_PEOPLE = (
    _Whom(
        "child",
        "新生儿",
        number_hint="还没有上户口、没有号码的，可以不填。",
        has_birthday=True,
        applicant=_PARENT_APPLIES,
    ),
    _Whom(
        "child",
        "儿童|婴幼儿|子女",
        is_number_required=True,
        number_hint="在户口簿上孩子的那一页。",
        has_birthday=True,
        applicant=_PARENT_APPLIES,
    ),
    _Whom(
        "student",
        "学生",
        is_required=False,
        hint="申请人就是学生本人的，可以不填。",
        number_hint="申请人就是学生本人的，可以不填。",
    ),
    _Whom(
        "deceased", "逝者|参保人", applicant="申请人填来办事的家属，去世的人在后面填。"
    ),
    _Whom("soldier", "义务兵", applicant="申请人填义务兵的家长，义务兵在后面填。"),
    _Whom(
        "spouse",
        "配偶",
        is_required=False,
        hint="没有配偶的，可以不填。",
        number_hint="没有配偶的，可以不填。",
    ),
)


def questions_of_details(needs: ItemNeeds) -> list[AskedFor]:
    """Return who something is for, and a question for each line of the item's own paper
    forms that nothing else in the form asks for."""
    questions = [
        question
        for whom, called in _whom(needs)
        for question in _who_it_is(whom, called, needs)
    ]
    if _asks_for_family(needs):
        questions.append(_FAMILY)
    asked = {each.title for each in questions}
    lines = [
        (label, example)
        for label, example in _lines(needs).items()
        if label not in asked and not _is_left_out(label, needs)
    ]
    for number, (label, example) in enumerate(lines, start=1):
        questions.append(_question_of(f"{number:02d}", label, example))
    return questions


def who_applies(needs: ItemNeeds) -> str | None:
    """Return whom to enter as the applicant, where something is for somebody else."""
    return next((whom.applicant for whom, _ in _whom(needs) if whom.applicant), None)


def _lines(needs: ItemNeeds) -> dict[str, str | None]:
    """Return the lines of the item's own paper forms, with the first example of each."""
    lines: dict[str, str | None] = {}
    for rows in needs.own_forms.values():
        for label, example in rows:
            lines.setdefault(label, example)
    return lines


def _is_left_out(label: str, needs: ItemNeeds) -> bool:
    return bool(
        _LEFT_OUT.fullmatch(label)
        or (_OF_APPLICANT.fullmatch(label) and who_applies(needs))
        or (_FAMILY_SIZE.fullmatch(label) and _asks_for_family(needs))
    )


def _whom(needs: ItemNeeds) -> Iterator[tuple[_Whom, str]]:
    """Yield whom the item's paper forms name, each with the word for them."""
    for whom in _PEOPLE:
        for label in _lines(needs):
            if found := re.fullmatch(f"({whom.called})姓名", label):
                yield whom, found[1]
                break


def _who_it_is(whom: _Whom, called: str, needs: ItemNeeds) -> Iterator[AskedFor]:
    yield AskedFor(
        f"{whom.key}_name",
        f"{called}姓名",
        whom.hint,
        required=whom.is_required,
        type=PERSON_NAME_TYPE,
    )
    number = f"{whom.key}_id" if ID_NUMBER in needs.sensitive_fields else None
    if number:
        yield AskedFor(
            number,
            f"{called}身份证号码",
            whom.number_hint,
            required=whom.is_number_required,
            type=ID_NUMBER_TYPE,
        )
    if whom.has_birthday:
        yield AskedFor(
            f"{whom.key}_birthday",
            f"{called}出生日期",
            _DAY_HINT,
            required=True,
            type=BIRTHDAY_TYPE,
            id_field=number,
        )


def _asks_for_family(needs: ItemNeeds) -> bool:
    """Return whether all members of the family show who they are."""
    return any(
        material.required and _FAMILY_CARDS.search(material.name)
        for material in needs.materials
    )


def _question_of(suffix: str, label: str, example: str | None) -> AskedFor:
    """Return the question for a line, by the kind that its label tells."""
    if label.endswith("身份证号码"):
        return AskedFor(suffix, label, required=True, type=ID_NUMBER_TYPE)
    if label.endswith("姓名"):
        return AskedFor(suffix, label, required=True, type=PERSON_NAME_TYPE)
    if label.endswith("出生日期"):
        return AskedFor(suffix, label, _DAY_HINT, required=True, type=BIRTHDAY_TYPE)
    if label.startswith("是否"):
        return AskedFor(suffix, label, required=True, choices=_YES_OR_NO)
    if label.endswith("地址"):
        return AskedFor(suffix, label, "就是现住址的，可以不填。")
    if label.endswith(("编号", "证号")):
        return AskedFor(suffix, label, "照证件上的抄写。", required=True)
    kind = TEXT_TYPE if _LONG.fullmatch(label) else None
    return AskedFor(suffix, label, _hint(example), required=True, type=kind)


def _hint(example: str | None) -> str | None:
    """Return what an example tells; one in brackets is what the form says itself."""
    if not example:
        return None
    if said := re.fullmatch("（(.+)）", example):
        return f"{said[1]}。"
    return f"例如：{example.removesuffix('（示例）')}。"
