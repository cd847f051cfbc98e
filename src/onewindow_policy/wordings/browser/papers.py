"""`@@onewindow-paper-words`: the papers, each with the wording that holds."""

from onewindow_policy import _
from onewindow_policy.editing.api import save_of_version
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.wordings.papers import worded_papers
from onewindow_policy.wordings.papers import wording_versions

TITLE = _("title_paper_words", default="Wording of papers")


class PapersView(PrivatePage):
    """Lists the papers whose sentences a city may put in its own words."""

    page_title = TITLE
    is_staff_page = True

    @property
    def rows(self) -> list[dict]:
        """The papers, each with where it is changed and what holds since when, by whom."""
        rows = []
        for paper in worded_papers().values():
            versions = wording_versions(paper.name)
            last = versions[-1] if versions else None
            rows.append(
                {
                    "title": self.translate(paper.title),
                    "url": (
                        f"{self.site_url}/@@onewindow-paper-wording?paper={paper.name}"
                    ),
                    "version": last["version"] if last else None,
                    "is_own": bool(last and last["sentences"]),
                    "save": save_of_version(last) if last else None,
                }
            )
        return rows
