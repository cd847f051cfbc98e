"""What of a guide is prose: the city's fields, or what a district changes of them."""

from collections.abc import Iterator
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.rows import ROW_KEYS
from onewindow_policy.publishing.interfaces import IProse
from onewindow_policy.publishing.prose import Change
from onewindow_policy.publishing.prose import changed
from onewindow_policy.publishing.prose import noting
from onewindow_policy.publishing.prose import Passage
from onewindow_policy.publishing.prose import Prose
from onewindow_policy.publishing.prose import verbatim_names
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@implementer(IProse)
@adapter(IServiceGuide)
class GuideProse(Prose):
    """See `IProse`. A district's guide stores differences, and no fields."""

    def passages(self) -> Iterator[Passage]:
        yield from super().passages()
        found: list[Passage] = []

        def note(passage: Passage) -> str:
            found.append(passage)
            return passage.text

        for override in self.context.overrides or ():
            _changed_override(override, note)
        yield from found

    def punctuate(self) -> list[Passage]:
        found = super().punctuate()
        old = self.context.overrides or []
        new = [_changed_override(override, noting(found)) for override in old]
        if new != list(old):
            self.context.overrides = new
        return found


def _changed_override(override: dict, change: Change) -> dict:
    """Return an override as it is stored, with the passages of its value changed."""
    name = override["field"]
    if name not in IGuideContent or name in verbatim_names(IGuideContent):
        return override
    return {**override, "value": _changed_value(override, IGuideContent[name], change)}


def _changed_value(override: dict, field, change: Change) -> Any:
    value = override.get("value")
    if not override.get("row"):
        return changed(field, value, change)
    row = {override["column"]: value} if override.get("column") else value
    if not isinstance(row, dict) or field.__name__ not in ROW_KEYS:
        return value
    (row,) = changed(field, [row], change)
    return row[override["column"]] if override.get("column") else row
