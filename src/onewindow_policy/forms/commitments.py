"""That a commitment stands for a material is asked only where somebody takes it."""

from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.handing import PROMISE
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.items import item_of
from onewindow_policy.guides.commitments import takes_commitments as are_taken
from zope.interface.interface import InterfaceClass
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice
from zope.schema.vocabulary import SimpleVocabulary


def takes_commitments(form) -> bool:
    """Return whether commitments are taken for the service of a form."""
    item = item_of(form)
    return item is None or are_taken(item.code)


def without_untaken(form, schema: InterfaceClass) -> InterfaceClass:
    """Return the schema of `form` in this request, without the choice to commit oneself
    where nobody takes that. Nothing is stored."""
    fields = dict(getFieldsInOrder(schema))
    asked = [
        fields.get(f"{name}{HOW}")
        for name, field in fields.items()
        if IMaterialFiles.providedBy(field)
    ]
    choices = [
        each
        for each in asked
        if IChoice.providedBy(each)
        and each.vocabulary is not None
        and PROMISE in each.vocabulary
    ]
    if choices and not takes_commitments(form):
        for each in choices:
            kept = [term for term in each.vocabulary if term.value != PROMISE]
            each.vocabulary = SimpleVocabulary(kept)
    return schema
