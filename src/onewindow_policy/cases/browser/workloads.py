"""`@@workloads`: how much there is with each window and colleague, for who coordinates."""

from collections.abc import Callable
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.assigning.loads import coordinates
from onewindow_policy.cases.assigning.loads import counted_for
from onewindow_policy.cases.assigning.loads import Load
from onewindow_policy.cases.assigning.loads import loads_of_colleagues
from onewindow_policy.cases.assigning.loads import loads_of_windows
from onewindow_policy.cases.assigning.loads import MOST_TOLD
from onewindow_policy.cases.assigning.loads import OPEN
from onewindow_policy.cases.assigning.loads import OVERDUE
from onewindow_policy.cases.browser.besidelist import PageBesideList
from onewindow_policy.cases.browser.list import RECOUNTING
from onewindow_policy.cases.entries import WORKLOADS
from onewindow_policy.cases.glance import TITLES
from onewindow_policy.cases.models import is_recounting
from onewindow_policy.cases.transferring.whereabouts import name_of
from onewindow_policy.desks.api import away_text
from onewindow_policy.duties.api import away_today
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Page
from onewindow_policy.records.api import audit_look
from onewindow_policy.records.api import read_session
from pathlib import Path
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode
from zExceptions import Unauthorized
from zope.i18nmessageid import Message

_LINK = Fragment(Path(__file__).with_name("workloads_link.pt"))

#: The columns, as the list of cases calls what they count.
_COLUMNS = {
    OPEN: _("option_open_cases", default="Open"),
    OVERDUE: _("option_overdue_cases", default="Overdue"),
    **TITLES,
}


def workloads_link(page: Page, user) -> str:
    """Return the link to the page, as HTML; "" for whom it is not."""
    if not coordinates(user):
        return ""
    return _LINK.render(
        url=f"{page.site_url}/{WORKLOADS}",
        target_language=page.translation_target,
    )


class WorkloadsView(PageBesideList):
    """A table of windows and one of colleagues; each number leads to the cases that it
    counts. Who looks at it is noted, since it tells of colleagues."""

    index = ViewPageTemplateFile("workloads.pt")
    page_title = _("title_workloads", default="Workloads")
    is_staff_page = True
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    most_told = MOST_TOLD

    def answer(self):
        """See `PrivatePage`."""
        if not coordinates(self.user):
            raise Unauthorized("You coordinate nothing.")
        audit_look("workloads")
        return self.index()

    @property
    def lead(self) -> Message | None:
        """What counts go by while working days are being taken into account."""
        return RECOUNTING if is_recounting(read_session()) else None

    @cached_property
    def columns(self) -> dict[str, str]:
        """The titles of what is counted, by name."""
        return {each: self.words(_COLUMNS[each]) for each in counted_for(self.user)}

    @cached_property
    def windows(self) -> list[dict]:
        """The windows, with what there is at each."""
        return [
            self._row(each, "community", name_of)
            for each in loads_of_windows(self.user)
        ]

    @cached_property
    def colleagues(self) -> list[dict]:
        """The colleagues, with what each sees to, and whether they are away."""
        loads = loads_of_colleagues(self.user)
        away = away_today([each.key for each in loads])
        return [
            {
                **self._row(each, "colleague", staff_name),
                "note": away_text(self.words, away.get(each.key)),
            }
            for each in loads
        ]

    def _row(self, load: Load, narrows: str, name: Callable[[str], str]) -> dict:
        return {
            "name": name(load.key),
            "note": "",
            "cells": [
                {
                    "title": title,
                    "count": load.count(what),
                    "url": f"{self.desk_url}?{urlencode(query)}",
                    "is_late": what == OVERDUE,
                }
                for what, title in self.columns.items()
                for query in ({"state": what, narrows: load.key},)
            ],
        }
