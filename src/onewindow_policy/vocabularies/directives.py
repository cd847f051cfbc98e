"""ZCML that registers one thing for each of many names."""

from onewindow_policy.vocabularies.vocabularies import CodeListVocabulary
from zope.component.zcml import utility
from zope.configuration.fields import GlobalInterface
from zope.interface import Interface
from zope.schema import getFieldNames
from zope.schema.interfaces import IVocabularyFactory


class ICodeListsDirective(Interface):
    """Register a vocabulary `onewindow_policy.vocabularies.<list>` for each code list."""

    schema = GlobalInterface(title="The interface that has a field for each list")


def register_code_lists(_context, schema) -> None:
    """See `ICodeListsDirective`."""
    for name in getFieldNames(schema):
        utility(
            _context,
            provides=IVocabularyFactory,
            component=CodeListVocabulary(name),
            name=f"onewindow_policy.vocabularies.{name}",
        )
