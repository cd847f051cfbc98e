"""What somebody answered, read from an address, and the addresses of answers.

Nothing of it is kept anywhere else. An address holds keys of the journey's own and the
code of a district, in one order: as many pages as there are ways, and no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.communities.api import districts
from onewindow_policy.journeys.walking import Plan
from onewindow_policy.journeys.walking import plan_of
from onewindow_policy.journeys.walking import walk
from onewindow_policy.journeys.walking import Way
from urllib.parse import urlencode

DISTRICT = "district"
COMMUNITY = "community"

#: Says that somebody does not know the district, or wants to read of the whole city.
WHOLE_CITY = "city"

#: A community's code begins with its district's.
_DISTRICT_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """How far somebody is; `district` is a code, `WHOLE_CITY`, or empty where nobody
    said."""

    plan: Plan
    way: Way
    district: str
    knows_districts: bool

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to ask."""
        return self.way.next_question is None and not self.wants_district

    @property
    def wants_district(self) -> bool:
        """Whether the district is what is asked next."""
        is_open = self.way.next_question is None and not self.district
        return is_open and self.knows_districts

    @property
    def query(self) -> str:
        """The answers as an address holds them."""
        return query_of(self.way.given, self.district)


def query_of(given: Mapping[str, str], district: str = "") -> str:
    """Return answers as an address holds them."""
    pairs = dict(given)
    if district:
        pairs[DISTRICT] = district
    return urlencode(pairs)


def read_asked(journey, form: Mapping[str, object]) -> Asked:
    """Return how far the answers in `form` lead through `journey`.

    What is no answer of it counts as not said. A community stands for its district.
    """
    plan = plan_of(journey)
    codes = {each.code for each in districts()}
    district = form.get(DISTRICT)
    if district not in {*codes, WHOLE_CITY}:
        community = form.get(COMMUNITY)
        district = community[:_DISTRICT_DIGITS] if isinstance(community, str) else ""
        district = district if district in codes else ""
    return Asked(plan, walk(plan, form), district, knows_districts=bool(codes))
