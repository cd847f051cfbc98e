"""What residents of the sample city have applied for, so that its accounts find work on
their desks. Nobody did: the people are made up, their documents name a division that does
not exist (GB/T 2260 has no 99), no phone begins with 0000, and their addresses belong to
nobody (RFC 5737).
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collective.easyform.api import get_schema
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from functools import cache
from io import BytesIO
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.papers.kinds import RECEIPT
from onewindow_policy.cases.papers.matters import matter_of_new
from onewindow_policy.cases.papers.values import draft_of
from onewindow_policy.cases.registering import guide_facts
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import NewCase
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.forms.api import application_form
from onewindow_policy.forms.api import choices_of_city
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.forms.api import kept_months
from onewindow_policy.forms.api import material_filename
from onewindow_policy.forms.api import NOT_NEEDED
from onewindow_policy.forms.api import plain_answers
from onewindow_policy.forms.api import withdrawn_months
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.handing import UPLOAD
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.items import guide_of
from onewindow_policy.forms.notices import notice_version
from onewindow_policy.forms.window import SEEN_AND_COPIED
from PIL import Image
from PIL import ImageDraw
from plone import api
from zope.schema import getFieldsInOrder

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
    #: What else the form of the item asks: answers by the names of its questions.
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)


#: Into which account money is paid; the number belongs to no bank.
_CARD = {"bank_name": "示例银行云港支行", "bank_card": "9900000000000000017"}

#: How a paper came: at a window or not, looked up or not.
_WAYS = {
    (False, False): (UPLOAD, "现在拍照上传"),
    (True, False): (SEEN_AND_COPIED, "已验原件、已收复印件"),
    (True, True): (NOT_NEEDED, "数据共享已查到，不用交"),
}

WINDOW, STREET, BUREAU = "window-staff", "street-officer", "department-officer"

CASES = (
    SampleCase(
        "SQ-LL-001",
        AT_WINDOW,
        Person("钱示兰", "990102194103120028", "0000-0009001"),
        answers={"account_kind": "social_card", **_CARD},
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
        answers={
            "detail_01": "低保边缘家庭成员",
            "detail_02": "慢性肾功能衰竭",
            "detail_03": "18600",
            **_CARD,
        },
    ),
    SampleCase(
        "SQ-MZ-005",
        AT_WINDOW,
        Person("赵示山", "990102197502280014", "0000-0009004"),
        ((WINDOW, "receive"), (WINDOW, "ask_correction")),
        facts={"reason": "残疾人证复印件看不清编号，请重新拍照，或者带原件来窗口。"},
        answers={
            "detail_01": "99010219750228001442",
            "detail_02": "肢体残疾二级",
            "detail_03": "yes",
            **_CARD,
        },
    ),
    SampleCase(
        "SQ-LL-001",
        AT_WINDOW,
        Person("周示安", "990102193909090038", "0000-0009005"),
        ((WINDOW, "receive"), (WINDOW, "accept")),
        answers={"account_kind": "social_card", **_CARD},
    ),
    SampleCase(
        "SQ-JY-002",
        AT_WINDOW,
        Person("吴示强", "990102197304180055", "0000-0009006"),
        ((WINDOW, "accept"), (WINDOW, "start")),
        taken_in_by=WINDOW,
        answers={
            "detail_01": "大龄失业人员",
            "detail_02": "14个月",
            "detail_03": "想在附近找保安、保洁的活，也愿意参加培训。",
        },
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
        answers={"account_kind": "social_card", **_CARD},
    ),
    SampleCase(
        "SQ-LL-001",
        AT_UNITS,
        Person("陈示芳", "99010319380505002X", "0000-0009009"),
        ((STREET, "accept"), (STREET, "start")),
        answers={"account_kind": "social_card", **_CARD},
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
    files, ways = _papers(form, is_at_window=sample.taken_in_by is not None)
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
        answers=(*_answers(form, sample), *ways),
        files=files,
        **guide_facts(item, sample.community),
    )
    new = replace(new, receipt=draft_of(RECEIPT, matter_of_new(new)))
    registered = register_case(new)
    transaction.commit()
    return registered.number


def _answers(form, sample: SampleCase) -> Iterator[Answer]:
    """Yield what somebody answered to the questions of the form that are not papers."""
    person = sample.applicant
    fields = {
        "applicant_name": person.name,
        "id_number": person.id_number,
        "phone": person.phone,
        "community": sample.community,
        "address": f"{choices_of_city().names[sample.community]}3号楼2单元401室",
        "acting": "self",
        **sample.answers,
    }
    for name, title, value in plain_answers(form, fields):
        yield Answer(name, title, value)


def _papers(form, *, is_at_window: bool) -> tuple[list[NewFile], list[Answer]]:
    """Return the files that came with the form, and how papers came: all that everybody
    needs is there, photographed at home or seen at the window, but for what the window
    finds in other offices' records."""
    needed = {
        each.code: each
        for each in guide_of(form).materials
        if each.required and not each.condition
    }
    files, ways = [], []
    for name, asked in getFieldsInOrder(get_schema(form)):
        material = IMaterialFiles.providedBy(asked) and needed.get(asked.material)
        if not material or (material.shared_from and not is_at_window):
            continue
        key, way = _WAYS[is_at_window, bool(material.shared_from)]
        ways.append(Answer(f"{name}{HOW}", asked.title, way, material.code, key))
        if key == UPLOAD:
            called = material_filename(asked.title, 1, "image/png")
            files.append(NewFile(material.code, called, "image/png", _picture()))
    return files, ways


@cache
def _picture() -> bytes:
    """Return what stands for the photograph of a paper: a sheet with lines on a table."""
    picture = Image.new("RGB", (480, 360), "#8d99a6")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((90, 30, 390, 330), "white")
    for line in range(70, 310, 24):
        pen.line((120, line, 360, line), "#9aa5b1", 4)
    stream = BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()
