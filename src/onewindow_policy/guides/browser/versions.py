"""What a version of a guide said to residents, with what it inherited then."""

from functools import cached_property
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.browser.comparison import GuideComparisonView
from onewindow_policy.guides.browser.source import item_of
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.publishing.browser.versions import VersionView
from onewindow_policy.publishing.versions import content_of
from onewindow_policy.publishing.versions import Version
from onewindow_policy.publishing.versions import version_at


class GuideVersionView(VersionView, GuideComparisonView):
    """Shows versions of guides as resolved.

    A district's guide inherits from the city's as that was when the version began.
    """

    @cached_property
    def resolved(self) -> tuple[ResolvedGuide | None, ResolvedGuide | None]:
        """What residents read of the other version and of this one."""
        kept = (self.other, self.version)
        return tuple(
            self._resolved(version, guide)
            for version, guide in zip(kept, self.versions, strict=True)
        )

    def _resolved(self, version: Version | None, guide) -> ResolvedGuide | None:
        if version is None:
            return None
        district = guide.district
        if district is None:
            return resolve_guide(guide)
        master, _own = guides_of(item_of(self.subject))
        if master is None:
            return None
        then = version_at(master, version.begun)
        city = master if then is None else content_of(master, then)
        return resolve_guide(city, guide, district)
