"""What of `@@batch` is about paper: the ways that papers of the ticked cases go."""

from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.cases.transferring.ticked import TickedCase
from onewindow_policy.cases.transferring.ticked import Way
from onewindow_policy.cases.transferring.ticked import ways_of_ticked
from onewindow_policy.cases.transferring.whereabouts import name_of
from urllib.parse import urlencode


class PapersOfTicked:
    """Shows whom papers of which cases go to, and why those of others do not; a list for
    each way is made at `@@hand-papers`."""

    #: By the number of the case.
    way_of_papers: dict[str, Way] = {}

    def look_at_papers(self, numbers: Collection[str]) -> list[TickedCase]:
        """Return these cases, and keep which way the papers of each go."""
        ticked = ways_of_ticked(numbers, self.user)
        self.way_of_papers = {
            each.number: each.way for each in ticked if each.way is not None
        }
        return ticked

    @property
    def ways(self) -> list[dict]:
        """Which ways papers go, each with what leads to a list of these cases."""
        numbers: dict[Way, list[str]] = {}
        for number, way in self.way_of_papers.items():
            numbers.setdefault(way, []).append(number)
        return [
            {
                "url": f"{self.site_url}/@@hand-papers?"
                + urlencode({"from": way[0], "to": way[1], "case": cases}, doseq=True),
                "title": self._text_of(way),
                "count": len(cases),
            }
            for way, cases in numbers.items()
        ]

    def way_text(self, number: str) -> str:
        """Return which way the papers of a case go, "" where that is not asked, or they do
        not."""
        way = self.way_of_papers.get(number)
        return self._text_of(way) if way is not None else ""

    def _text_of(self, way: Way) -> str:
        here, there = map(name_of, way)
        return self.words(
            _(
                "text_batch_way",
                default="From ${from} to ${to}",
                mapping={"from": here, "to": there},
            )
        )
