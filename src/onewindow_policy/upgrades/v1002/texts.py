"""Chinese texts of the site are printed with full-width punctuation."""

from onewindow_policy.typed.punctuation import punctuated
from onewindow_policy.vocabularies.api import PREFIX
from onewindow_policy.vocabularies.interfaces import IVocabularies
from plone.registry.interfaces import IRegistry
from zope.component import getUtility
from zope.schema import getFieldNames


def punctuate_code_lists(_setup_tool) -> None:
    """Set the punctuation of the names in code lists; their codes stay."""
    registry = getUtility(IRegistry)
    for name in getFieldNames(IVocabularies):
        key = f"{PREFIX}.{name}"
        rows = registry.get(key)
        if not isinstance(rows, list):
            continue
        punctuated_rows = [
            {**row, "title": punctuated(row["title"])} if row.get("title") else row
            for row in rows
        ]
        if punctuated_rows != rows:
            registry[key] = punctuated_rows
