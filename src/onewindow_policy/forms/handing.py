"""How each material of an item is handed in: what its form asks of them.

Nobody need take a photograph: what a guide requires is sent as one, or brought to the
window, or follows as the guide allows, and the window knows what to wait for. What the city
looks up itself (数据共享) is taken and asked of nobody.
"""

from collections.abc import Iterator
from dataclasses import replace
from onewindow_policy.forms.asking import AskedFor
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.asking import ItemNeeds
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.wording import Wording

import re

#: What forms are made of is Chinese, as everything that the city writes.
LANGUAGE = "zh-cn"

#: What the question how a material is handed in adds to its name.
HANDED_IN = "：怎么交"

#: The condition of what an agent fills in, in the templates.
BY_AGENT = "acting=agent"

#: How a material comes: the keys of the answers. With the first its file is asked for; with
#: the last it does not come, since its condition is not met.
UPLOAD = "upload"
AT_WINDOW = "window"
LATER = "later"
PROMISE = "promise"
NOT_NEEDED = "none"

#: What a field's name may end with, of the code of a material.
_SUFFIX = re.compile("[a-z0-9]{1,12}")


def questions_of_materials(needs: ItemNeeds) -> list[AskedFor]:
    """Return a question for the file of each material but the item's own form, whose place
    the answers take; before it, how the material is handed in, unless the city looks it
    up or it is left to the applicant."""
    questions = []
    for material in _to_hand_in(needs):
        taken = {each.suffix for each in questions}
        questions += _questions_of(material, _suffix(material.code, taken))
    return questions


def _to_hand_in(needs: ItemNeeds) -> Iterator[Material]:
    for material in needs.materials:
        is_own_form = material.blank_form in needs.own_forms
        if not is_own_form and (needs.has_agent or not material.is_of_agent):
            yield material


def _questions_of(material: Material, suffix: str) -> list[AskedFor]:
    upload = AskedFor(
        suffix,
        material.name,
        _hint(material),
        depends_on=BY_AGENT if material.is_of_agent else None,
        material=material.code,
    )
    is_left_to_them = not material.required and not material.condition
    if material.shared_from or is_left_to_them:
        return [upload]
    how = AskedFor(
        suffix + HOW,
        material.name + HANDED_IN,
        upload.description,
        required=True,
        depends_on=upload.depends_on,
        choices=ways_of(material),
    )
    needed = replace(upload, description=None, required=True, depends_on=None)
    return [how, replace(needed, needs=(how.suffix, UPLOAD))]


def ways_of(material: Material) -> tuple[tuple[str, str], ...]:
    """Return how a material may be handed in, by keys."""
    ways = [(UPLOAD, "现在拍照上传"), (AT_WINDOW, "我带到窗口交")]
    if material.deferrable:
        days = material.deferrable_days
        ways.append((LATER, f"以后补交（{days}个工作日内）" if days else "以后补交"))
    if material.commitment_allowed:
        ways.append((PROMISE, "没有，签一份承诺书代替"))
    if not material.required and not material.is_of_agent:
        ways.append((NOT_NEEDED, "我没有这种情况，不用交"))
    return tuple(ways)


def _suffix(code: str, taken: set[str]) -> str:
    """Return what the name of an upload ends with: the end of the material's code, where
    that can stand in a name and tells it from the others."""
    end = code.rpartition("-")[2].lower()
    if _SUFFIX.fullmatch(end) and end not in taken:
        return end
    number = 1
    while f"x{number:02d}" in taken:
        number += 1
    return f"x{number:02d}"


def _hint(material: Material) -> str:
    """Return what to know about a material: when it is wanted, and who looks it up."""
    sentences = [None if material.is_of_agent else material.condition, material.note]
    if material.shared_from:
        without_origin = replace(material, source=None, blank_form=None)
        sentences += Wording(LANGUAGE).without_material(without_origin, None)
    return "".join(
        sentence if sentence.endswith("。") else f"{sentence}。"
        for sentence in sentences
        if sentence
    )
