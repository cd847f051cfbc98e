"""The pages on which an administrator merges a community or a street into another, and
gives what refers to a community that is gone to one that is there."""

from Acquisition import aq_inner
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import all_streets
from onewindow_policy.communities.divisions import matching
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.merging import find_merge_refusal
from onewindow_policy.communities.merging import former_communities
from onewindow_policy.communities.merging import hand_over
from onewindow_policy.communities.merging import matters_of
from onewindow_policy.communities.merging import merge
from onewindow_policy.communities.merging import MergeRefused
from onewindow_policy.communities.merging import staff_of
from onewindow_policy.communities.streets import communities_of
from onewindow_policy.communities.streets import merge_street
from onewindow_policy.communities.streets import proposed_codes
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import check_write
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode
from zope.i18nmessageid import Message

#: As many places are offered at once; more are found by another word.
OFFERED = 30


class _MergingView(PrivatePage):
    """What refers to a place, which one takes it over, and the act.

    Choosing is by GET and changes nothing; what will happen is said before it is posted.
    """

    #: The part of the page where another place is chosen.
    choice = ViewPageTemplateFile("templates/merge_choice.pt")
    problem = None
    page_title: Message
    #: What the choice is called, what it is searched by, and what is said of nothing found.
    heading_target: Message
    label_words: Message
    none_found: Message

    def answer(self):
        if self.request.method == "POST":
            check_write(self.request)
            try:
                return self.request.response.redirect(self._merge(), status=303)
            except MergeRefused as refused:
                self.problem = refused.message
                self.request.response.setStatus(422)
        return self.index()

    def _merge(self) -> str:
        """Merge, and return where to go on. Raises `MergeRefused`."""
        raise NotImplementedError

    def _all(self) -> tuple:
        """Return all places that could take it over, and perhaps the place itself."""
        raise NotImplementedError

    @cached_property
    def place(self):
        """What is to be merged into another."""
        return aq_inner(self.context)

    @property
    def title(self) -> str | Message:
        """What the place is called."""
        return self.place.title

    @property
    def url(self) -> str:
        """The address of this page."""
        return f"{aq_inner(self.context).absolute_url()}/@@merge-place"

    def url_for(self, code: str) -> str:
        """Return where the place with this code is chosen."""
        return f"{self.url}?{urlencode({**self.kept, 'to': code})}#merging"

    @property
    def kept(self) -> dict[str, str]:
        """What each address and form of the page has beside its own."""
        return {}

    def _say_merged(self, target) -> str:
        done = _(
            "message_merged",
            default="“${title}” was merged into “${target}”.",
            mapping={"title": self.title, "target": target.title},
        )
        api.portal.show_message(done, self.request)
        return target.absolute_url()

    def _target(self):
        if self.chosen is None:
            return None
        path = self.chosen.place.path.lstrip("/")
        return api.portal.get().unrestrictedTraverse(path)

    def _asked(self, name: str) -> str:
        return text_of(self.request, name).strip()

    @property
    def with_staff(self) -> bool:
        """Whether those who work here work in the other place from then on."""
        return self._asked("staff") == "move"

    @property
    def staff_count(self) -> int:
        """How many accounts and groups have a role here."""
        return len(staff_of(self.place))

    @cached_property
    def chosen(self):
        """The place that is to take it over; None before one was chosen."""
        wanted = self._asked("to")
        found = (each for each in self._others if each.place.code == wanted)
        return next(found, None)

    @property
    def words(self) -> str:
        """What was searched for."""
        return self._asked("q")[:100]

    @cached_property
    def found(self) -> tuple:
        """The places that names and codes lead to; those nearby before any word."""
        if self.words:
            return matching(self._others, self.words)
        around = self.place.code[:-3]
        return tuple(each for each in self._others if each.place.code[:-3] == around)

    @property
    def offered(self) -> tuple:
        """The first of them."""
        return self.found[:OFFERED]

    @property
    def has_more(self) -> bool:
        """Whether there are more."""
        return len(self.found) > OFFERED

    @cached_property
    def _others(self) -> tuple:
        own = self.place.code
        return tuple(each for each in self._all() if each.place.code != own)


class MergePlaceView(_MergingView):
    """`@@merge-place` of a community."""

    index = ViewPageTemplateFile("templates/merging.pt")
    page_title = _("title_merge_place", default="Merge into another community")
    label_words = _(
        "label_merge_words",
        default="Names of district, street or community, or its code",
    )
    heading_target = _("heading_merge_target", default="Which community takes it over?")
    none_found = _(
        "text_merge_none", default="No community is found. Search for another word."
    )

    def _merge(self) -> str:
        target = self._target()
        merge(self.place, target, with_staff=self.with_staff)
        return self._say_merged(target)

    def _all(self) -> tuple:
        return all_communities()

    @property
    def is_former(self) -> bool:
        """Whether the community is gone, so that there is nothing to delete."""
        return False

    @cached_property
    def matters(self) -> list[Matter]:
        """What refers to the community."""
        return matters_of(self.place)


class MergeFormerView(MergePlaceView):
    """`@@merge-place` of the city: the communities that are gone and that something still
    refers to; by the code of one of them, what that is, and which one takes it over."""

    page = ViewPageTemplateFile("templates/merging.pt")
    listing = ViewPageTemplateFile("templates/former.pt")
    page_title = _(
        "title_former", default="What communities that are gone have left behind"
    )

    def index(self):
        """Return the page about one, or the list of all."""
        return self.listing() if self.place is None else self.page()

    def _merge(self) -> str:
        if self.place is None:
            raise MergeRefused(
                _(
                    "error_merge_former",
                    default="Nothing refers to a community with this code any more.",
                )
            )
        target = self._target()
        if message := find_merge_refusal(self.place, target):
            raise MergeRefused(message)
        hand_over(self.place, target, with_staff=False)
        # Who reaches what is remembered until content changes.
        target.reindexObject(idxs=["modified"])
        self._say_merged(target)
        return self.url

    @cached_property
    def former(self) -> list:
        """The communities that are gone."""
        return former_communities()

    @property
    def rows(self) -> list[dict]:
        """What the list says of each."""
        return [
            {
                "code": each.code,
                "matters": [found for found in matters_of(each) if found.count],
                "url": f"{self.url}?{urlencode({'code': each.code})}",
            }
            for each in self.former
        ]

    @cached_property
    def place(self):
        """The community that is asked about, None for none that is gone."""
        wanted = self._asked("code")
        return next((each for each in self.former if each.code == wanted), None)

    @property
    def title(self) -> Message:
        """What stands in place of a name that nobody knows any more."""
        return _("title_former_community", default="A community that is gone")

    @property
    def kept(self) -> dict[str, str]:
        """See `_MergingView`."""
        return {"code": self.place.code}

    @property
    def staff_count(self) -> int:
        """Roles went with it."""
        return 0

    @property
    def is_former(self) -> bool:
        """See `MergePlaceView`."""
        return True


class MergeStreetView(_MergingView):
    """`@@merge-place` of a street: its communities get codes in the other one."""

    index = ViewPageTemplateFile("templates/merging_street.pt")
    page_title = _("title_merge_street", default="Merge into another street")
    label_words = _(
        "label_merge_street_words", default="Names of district or street, or its code"
    )
    heading_target = _("heading_merge_street", default="Which street takes it over?")
    none_found = _(
        "text_merge_no_street", default="No street is found. Search for another word."
    )

    def _merge(self) -> str:
        target = self._target()
        codes = {
            community.code: self._asked(f"code-{community.code}")
            for community in communities_of(self.place)
        }
        merge_street(self.place, target, codes, with_staff=self.with_staff)
        return self._say_merged(target)

    def _all(self) -> tuple:
        return all_streets()

    @cached_property
    def rows(self) -> list[dict]:
        """The communities, with what refers to each, and its code from then on."""
        target = self._target()
        proposed = proposed_codes(self.place, target) if target is not None else {}
        return [
            {
                "title": community.title,
                "code": community.code,
                "matters": [each for each in matters_of(community) if each.count],
                "input": f"code-{community.code}",
                "new_code": self._asked(f"code-{community.code}")
                or proposed.get(community.code, ""),
            }
            for community in communities_of(self.place)
        ]
