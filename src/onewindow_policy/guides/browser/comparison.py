"""What a revision of a guide changes for residents, with all that is inherited."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.browser.source import item_of
from onewindow_policy.guides.comparison import compare_guides
from onewindow_policy.guides.comparison import readable_values
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.rows import row_key
from onewindow_policy.publishing.browser.comparison import ComparisonView
from onewindow_policy.publishing.comparison import Change
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder


class GuideComparisonView(ComparisonView):
    """Compares guides as resolved.

    A district's guide that replaces none of its own is compared with the city's: that is
    what residents of the district have read so far.
    """

    @property
    def _district(self) -> str | None:
        return self.versions[1].district

    @property
    def old_title(self) -> Message:
        if self.versions[0] is None:
            return _("column_city_guide", default="The city's guide")
        return super().old_title

    @property
    def is_comparable(self) -> bool:
        return self._district is not None or super().is_comparable

    @cached_property
    def fields(self) -> dict:
        return dict(getFieldsInOrder(IGuideContent))

    @cached_property
    def resolved(self) -> tuple[ResolvedGuide | None, ResolvedGuide]:
        """What residents read now, and what they would read."""
        if self._district is None:
            return tuple(resolve_guide(guide) for guide in self.versions)
        master, _own = guides_of(item_of(self.context))
        return tuple(
            resolve_guide(master, guide, self._district) for guide in self.versions
        )

    @cached_property
    def values(self) -> tuple[dict, dict]:
        return tuple(readable_values(guide) for guide in self.resolved)

    def changes(self) -> list[Change]:
        return compare_guides(*self.resolved)

    def row_key(self, field: str, row) -> str:
        return row_key(field, row)
