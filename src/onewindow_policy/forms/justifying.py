"""What a form asks beyond what its service needs, told before anybody is asked it.

Only what the purpose needs may be asked (《个人信息保护法》, article 6). What a service
needs, its guide and its paper forms say: a form made from them is the measure. What is
needed besides, its guide lists by name, where residents and supervisors read it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from onewindow_policy import _
from onewindow_policy.forms.api import site_template
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.asking import ItemNeeds
from onewindow_policy.forms.exceptions import UnfitModel
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.generation import application_model
from onewindow_policy.forms.generation import DETAILS_GROUP
from onewindow_policy.forms.generation import packaged_template
from onewindow_policy.forms.generation import SENSITIVE_KINDS
from onewindow_policy.forms.items import APPLY_ID
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.naming import Question
from onewindow_policy.forms.naming import questions_in
from onewindow_policy.forms.needs import needs_of
from unicodedata import normalize
from zope.i18nmessageid import Message

#: Kinds of fields that ask nothing; files of materials have a rule of their own.
_ASK_NOTHING = frozenset(
    {
        "collective.easyform.fields.Label",
        "collective.easyform.fields.RichLabel",
        "onewindow_policy.forms.fields.MaterialFiles",
    }
)

#: What the names of questions begin with whose words tell what is asked.
_BY_WORDS = f"{DETAILS_GROUP.removesuffix('s')}_"

_to_come: ContextVar[ItemNeeds | None] = ContextVar("needs to come", default=None)


@contextmanager
def needs_to_come(needs: ItemNeeds) -> Iterator[None]:
    """Within this, forms are measured by these needs as well: an import writes a form
    before its guide."""
    token = _to_come.set(needs)
    try:
        yield
    finally:
        _to_come.reset(token)


def unjustified_faults(form, fields_model: str) -> list[Fault]:
    """Return which questions of `form`, had it these fields, ask what neither the guide nor
    the paper forms of its service justify.

    Only forms by which services are applied for are measured.
    """
    item = item_of(form)
    if item is None or form.getId() != APPLY_ID:
        return []
    questions = questions_in(fields_model)
    uploads = {name + HOW for name in questions}
    asked = [
        each
        for name, each in questions.items()
        if each.kind not in _ASK_NOTHING and name not in uploads
    ]
    needs = [needs_of(item)]
    if (coming := _to_come.get()) is not None:
        needs.append(coming)
    for need in needs:
        listed = set(map(_plain, need.asked_besides))
        asked = [each for each in asked if _plain(each.title) not in listed]
    for measure in _measures(item.code, needs):
        if not asked:
            break
        asked = [each for each in asked if not _is_among(each, measure)]
    return [Fault(FIELDS_MODEL, each.line, _unjustified(each)) for each in asked]


def _measures(code: str, needs: list[ItemNeeds]) -> Iterator[dict[str, Question]]:
    """Yield the questions of forms made anew: by what the city made of the template, and
    by what we bring."""
    templates = dict.fromkeys(
        (packaged_template(code), site_template(), packaged_template())
    )
    for template in filter(None, templates):
        for need in needs:
            try:
                yield questions_in(application_model(template, need))
            except UnfitModel:
                # Whoever makes a form is told.
                continue


def _is_among(question: Question, measure: dict[str, Question]) -> bool:
    """Return whether a form made anew asks this: in other words perhaps, where the short
    name tells what it is."""
    named = measure.get(question.name)
    if (
        named is not None
        and named.kind == question.kind
        and not question.name.startswith(_BY_WORDS)
    ):
        return True
    return any(
        _plain(each.title) == _plain(question.title)
        and (each.kind == question.kind or question.kind not in SENSITIVE_KINDS)
        for each in measure.values()
    )


def _plain(title: str) -> str:
    """Return a title without what only sets it: papers are printed with full-width marks,
    forms of before were not."""
    return normalize("NFKC", title)


def _unjustified(question: Question) -> Message:
    return _(
        "fault_asks_more",
        default=(
            "The field “${field}” asks “${title}”, which neither the guide nor the paper"
            " form of this service needs. Take it out; or, where the decision needs it,"
            " list it in the guide under “Other personal data that may be asked”."
        ),
        mapping={"field": question.name, "title": question.title},
    )
