"""The communities that a resident chooses from, grouped as people look for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import grouped
from onewindow_policy.snapshots.api import until_content_changes
from types import MappingProxyType

#: More options than this nobody finds anything in, on a phone least of all: then the
#: street is chosen first.
MAX_OPTIONS = 300


@dataclass(frozen=True, slots=True)
class StreetChoice:
    """A street with its communities, as pairs of code and name."""

    code: str
    title: str
    district: str
    communities: tuple[tuple[str, str], ...]

    @property
    def full_title(self) -> str:
        return f"{self.district} {self.title}"


@dataclass(frozen=True, slots=True)
class CommunityChoices:
    """All streets, by district and code; `names` are full names by community code."""

    streets: tuple[StreetChoice, ...]
    names: Mapping[str, str]

    @property
    def is_staged(self) -> bool:
        """Whether a street is chosen before a community."""
        return len(self.names) > MAX_OPTIONS

    @property
    def districts(self) -> list[tuple[str, list[StreetChoice]]]:
        """The streets by the name of their district."""
        found: dict[str, list[StreetChoice]] = {}
        for street in self.streets:
            found.setdefault(street.district, []).append(street)
        return list(found.items())

    def street(self, code: str | None) -> StreetChoice | None:
        """Return the street with this 9-digit code."""
        return next((each for each in self.streets if each.code == code), None)


@until_content_changes
def choices_of_city() -> CommunityChoices:
    """Return all communities of the city, which are public as all divisions are."""
    communities = all_communities()
    return CommunityChoices(
        streets=tuple(
            StreetChoice(
                code=street.code,
                title=street.title,
                district=members[0].district.title,
                communities=tuple(
                    (each.place.code, each.place.title) for each in members
                ),
            )
            for street, members in grouped(communities, "street")
        ),
        names=MappingProxyType(
            {each.place.code: each.full_name for each in communities}
        ),
    )
