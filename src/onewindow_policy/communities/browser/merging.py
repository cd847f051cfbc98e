"""The page on which an administrator merges a community into another."""

from Acquisition import aq_inner
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.communities.divisions import matching
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.merging import matters_of
from onewindow_policy.communities.merging import merge
from onewindow_policy.communities.merging import MergeRefused
from onewindow_policy.communities.merging import staff_of
from onewindow_policy.records.api import check_write
from plone import api
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile

#: As many communities are offered at once; more are found by another word.
OFFERED = 30


class MergePlaceView(BrowserView):
    """`@@merge-place`: what refers to a community, which one takes it over, and the act.

    Choosing is by GET and changes nothing; what will happen is said before it is posted.
    """

    index = ViewPageTemplateFile("templates/merging.pt")
    problem = None

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method == "POST":
            check_write(self.request)
            if url := self._merge():
                return self.request.response.redirect(url, status=303)
        return self.index()

    def _merge(self) -> str | None:
        """Merge, and return where to go on; None where it was refused."""
        community = aq_inner(self.context)
        title = community.title
        target = self._target()
        try:
            merge(community, target, with_staff=self.with_staff)
        except MergeRefused as refused:
            self.problem = refused.message
            self.request.response.setStatus(422)
            return None
        done = _(
            "message_merged",
            default="“${title}” was merged into “${target}”.",
            mapping={"title": title, "target": target.title},
        )
        api.portal.show_message(done, self.request)
        return target.absolute_url()

    def _target(self):
        if self.chosen is None:
            return None
        path = self.chosen.place.path.lstrip("/")
        return api.portal.get().unrestrictedTraverse(path)

    def _asked(self, name: str) -> str:
        value = self.request.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def with_staff(self) -> bool:
        """Whether those who work here work in the other community from then on."""
        return self._asked("staff") == "move"

    @cached_property
    def matters(self) -> list[Matter]:
        """What refers to the community."""
        return matters_of(aq_inner(self.context))

    @property
    def staff_count(self) -> int:
        """How many accounts and groups have a role here."""
        return len(staff_of(aq_inner(self.context)))

    @cached_property
    def chosen(self) -> CommunityFacts | None:
        """The community that is to take it over; None before one was chosen."""
        wanted = self._asked("to")
        found = (each for each in self._others if each.place.code == wanted)
        return next(found, None)

    @property
    def words(self) -> str:
        """What was searched for."""
        return self._asked("q")[:100]

    @cached_property
    def found(self) -> tuple[CommunityFacts, ...]:
        """The communities that names and codes lead to; its street's before any word."""
        if self.words:
            return matching(self._others, self.words)
        street = aq_inner(self.context).code[:9]
        return tuple(each for each in self._others if each.street.code == street)

    @property
    def offered(self) -> tuple[CommunityFacts, ...]:
        return self.found[:OFFERED]

    @property
    def has_more(self) -> bool:
        return len(self.found) > OFFERED

    @cached_property
    def _others(self) -> tuple[CommunityFacts, ...]:
        own = aq_inner(self.context).code
        return tuple(each for each in all_communities() if each.place.code != own)
