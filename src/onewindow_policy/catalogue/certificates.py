"""The certificates that communities do not issue, and what to do in their place.

Who answers for a matter issues what proves it, or looks it up: the police for identity and
household registers, registrars for marriages, hospitals for births and illnesses, and so
on. The list of certificates is that of 民发〔2020〕20号; these lines go with it until a
city's editors word their own, and the city's departments must confirm them.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.typed.punctuation import punctuated
from typing import NamedTuple
from urllib.parse import quote

import re

CERTIFICATE = "证明"

#: Words that many names share, and that therefore tell no two of them apart.
_GENERIC = re.compile(
    "居民|状况|情况|社区|人员|登记|申请|信息|[(（][^()（）]*[)）]|证明"
)

#: What people call a certificate whose name they do not know.
_SPOKEN = {
    "婚姻状况证明": ("单身证明", "未婚证明", "已婚证明"),
    "健在证明": ("生存证明", "在世证明", "活着的证明"),
    "亲属关系证明": ("亲子证明", "母子关系", "父子关系"),
}

#: A name without 证明 and with at least as many characters means nothing but it.
_TELLING = 4

#: One line for each certificate: its name, a colon, what to do. As editors write them.
STANDARD_ANSWERS = """\
亲属关系证明：户口簿、结婚证、出生医学证明能看出关系的，出示就行；看不出的，向户籍地派出所申请查询，或到公证处办理公证。
居民身份信息证明：出示居民身份证、户口簿或电子证照；证件丢了，到公安机关补领或办临时身份证。
户口登记项目内容变更申请证明：直接到户籍地派出所申请，需要核实的由公安机关调查。
居民养犬证明：向当地养犬登记管理部门申请。
无犯罪记录证明：向户籍地或居住地公安派出所申请，也可以在公安政务服务平台上申请。
社区戒毒社区康复人员情况证明（表现证明）：由公安机关和负责社区戒毒、社区康复的工作机构出具。
人员失踪证明：向公安机关报案；需要宣告失踪的，向人民法院申请。
婚姻状况证明：出示结婚证、离婚证，没有结过婚的可以书面承诺；证件丢了，到婚姻登记机关补领。
出生证明：由接生的医院签发出生医学证明；丢失的，向原签发机构申请补发。
健在证明：领养老金等待遇的，做待遇领取资格认证，手机上刷脸就行；行动不便的可以请工作人员上门。
死亡证明：在医院去世的由医院开死亡医学证明；在家正常去世的由基层医疗卫生机构开；非正常去世的由公安、司法部门出具。
疾病状况证明：出示医院的诊断证明、病历。
残疾状况证明：出示残疾人证；没有办过的，向户籍地残联申请。
婚育状况证明：出示结婚证、户口簿、出生医学证明，或者书面承诺；需要核实的由卫生健康部门办理。
居民就业状况证明：在职的由用人单位出具；没有就业的出示失业登记信息，或向公共就业服务机构查询。
居民个人档案证明：向存放档案的单位或人才服务机构申请。
居民财产证明：房产向不动产登记机构查询，存款向银行查询，车辆向公安交管部门查询。
遗产继承权证明：到公证处办理继承公证；有争议的，向人民法院起诉。
市场主体住所证明：按市场监管部门的规定提交房产证、租赁合同，或者作住所承诺。
证件遗失证明：直接向原发证机关申请补领，按要求书面说明或登报声明。
"""

_COLONS = ("：", ":")


def standard_answers() -> list[str]:
    """Return the lines that a catalogue begins with."""
    return STANDARD_ANSWERS.splitlines()


def read_answers(lines: Iterable[str]) -> Mapping[str, str]:
    """Return what to do in place of each certificate, by its name as it is printed.

    A line without a colon says nothing of any certificate, and is left out.
    """
    answers = {}
    for line in lines:
        places = [place for colon in _COLONS if (place := line.find(colon)) > 0]
        if places:
            answers[punctuated(line[: min(places)].strip())] = line[
                min(places) + 1 :
            ].strip()
    return answers


class Certificate(NamedTuple):
    """A certificate, what to do in its place, and the address of its page."""

    name: str
    instead: str
    url: str


def certificates_of(catalogue) -> list[Certificate]:
    """Return the certificates that the `catalogue` names, None for no catalogue."""
    if catalogue is None:
        return []
    url = f"{catalogue.absolute_url()}/@@not-issued"
    answers = read_answers(catalogue.not_issued_answers or ())
    return [
        Certificate(
            name, answers.get(punctuated(name), ""), f"{url}/{quote(name, safe='')}"
        )
        for name in catalogue.not_issued_certificates or ()
    ]


def asked_certificates(text: str) -> list[Certificate]:
    """Return the certificates that somebody asks for who searches for `text`."""
    certificates = certificates_of(get_catalogue())
    named = set(asked_for(text, [each.name for each in certificates]))
    return [each for each in certificates if each.name in named]


def asked_for(text: str, certificates: Iterable[str]) -> list[str]:
    """Return which of `certificates` someone asks for who searches for `text`.

    People shorten the names (无犯罪证明) and put them into questions (健在证明怎么开).
    They say 证明 and two characters running that are particular to the name, or all of
    the name but 证明 (无犯罪记录), or another name (单身证明). A word alone (残疾) asks for
    services, not for a certificate.
    """
    return [name for name in certificates if _is_asked_for(text, name)]


def _is_asked_for(text: str, name: str) -> bool:
    stem = name.removesuffix(CERTIFICATE)
    if len(stem) >= _TELLING and stem in text:
        return True
    if any(spoken in text for spoken in _SPOKEN.get(name, ())):
        return True
    return CERTIFICATE in text and (
        name in text or any(pair in text for pair in _particular_pairs(name))
    )


def _particular_pairs(name: str):
    for part in _GENERIC.split(name):
        for place in range(len(part) - 1):
            yield part[place : place + 2]
