"""What a form asks files for is in a guide as long as it asks.

Files of anything else would be of nothing that residents, windows and papers know, and
applicants be told to bring what they have sent.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from collections.abc import Iterator
from collective.easyform.interfaces import IEasyForm
from contextlib import contextmanager
from contextvars import ContextVar
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.accepting import judged_values
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.naming import Question
from onewindow_policy.forms.naming import questions_in
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.materials import known_materials
from onewindow_policy.guides.materials import materials_of
from onewindow_policy.publishing.api import is_released
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import IPublicationRule
from plone.app.iterate.interfaces import IWorkingCopy
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer

_to_come: ContextVar[frozenset[str]] = ContextVar("to_come", default=frozenset())


@contextmanager
def materials_to_come(codes: Iterable[str]):
    """Within this, guides count as having these materials: an import writes a form before
    its guide, which loses nothing that a form still asks for."""
    token = _to_come.set(frozenset(codes))
    try:
        yield
    finally:
        _to_come.reset(token)


def unlisted_faults(form, fields_model: str) -> list[Fault]:
    """Return which questions of `form`, had it these fields, ask for files of a material
    that no guide of its service has."""
    item = item_of(form)
    questions = _asking_for_files(fields_model) if item is not None else []
    if not questions:
        return []
    listed = {code for guide in _guides_in(item) for code in materials_of(guide)}
    return [
        Fault(FIELDS_MODEL, question.line, _unlisted(question))
        for question in questions
        if question.material not in listed | _to_come.get()
    ]


def _asking_for_files(fields_model: str) -> list[Question]:
    return [each for each in questions_in(fields_model).values() if each.material]


def _guides_in(item) -> Iterator:
    """Yield the guides of `item`, without revisions of them."""
    for content in item.objectValues():
        if IServiceGuide.providedBy(content) and not IWorkingCopy.providedBy(content):
            yield content


def _unlisted(question: Question) -> Message:
    return _(
        "fault_unlisted_material",
        default=(
            "The field “${field}” asks for files of the material ${code}, which no guide"
            " of the service has. Correct the code, empty it, or put the material into"
            " the guide first."
        ),
        mapping={"field": question.name, "code": question.material},
    )


def asked_of(guide, codes) -> list[tuple]:
    """Return the public forms of the service of `guide` that ask for files of one of
    `codes`, each with that code."""
    return [
        (form, code)
        for form in aq_parent(aq_inner(guide)).objectValues()
        if IEasyForm.providedBy(form)
        and is_released(form)
        # Nobody can send a form that is closed.
        and not closing_faults(form)
        for code in sorted(_codes_in(form) & set(codes))
    ]


def _codes_in(form) -> set[str]:
    fields_model = judged_values(form)[FIELDS_MODEL]
    return {each.material for each in _asking_for_files(fields_model)}


def materials_of_others(guide) -> set[str]:
    """Return the codes that other guides of the same service have, if `guide` is a
    district's.

    None, if it is the city's: what the others inherit goes with it.
    """
    item = aq_parent(aq_inner(guide))
    if guide.district is None or not IServiceItem.providedBy(item):
        return set()
    return {
        code
        for other in _guides_in(item)
        if other.district != guide.district
        for code in materials_of(other)
    }


@implementer(IPublicationRule)
@adapter(IServiceGuide)
class FormsAskForWhatIsListed:
    """A guide does not lose a material while a public form asks files for it, and no other
    guide has it. The form changes first.
    """

    def __init__(self, context):
        self.context = context

    def find_gaps(self) -> list[Gap]:
        guide = self.context
        lost = known_materials(guide)
        for code in materials_of(guide):
            lost.pop(code, None)
        if lost:
            for code in materials_of_others(guide):
                lost.pop(code, None)
        return [
            Gap(
                IGuideContent["materials"].title,
                _(
                    "gap_material_asked",
                    default=(
                        "the form “${form}” asks files for “${name}” (${code}): change the"
                        " form first."
                    ),
                    mapping={"form": form.title, "name": lost[code], "code": code},
                ),
            )
            for form, code in (asked_of(guide, lost) if lost else ())
        ]
