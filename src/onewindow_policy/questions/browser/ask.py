"""`/@@ask-department`: a question on a service, to the unit that decides about it."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.units import UnitFacts
from onewindow_policy.desks.api import PostView
from onewindow_policy.pages.api import Words
from onewindow_policy.publishing.api import is_public
from onewindow_policy.questions.addresses import LIST
from onewindow_policy.questions.addresses import question_path
from onewindow_policy.questions.asking import ask
from onewindow_policy.questions.asking import may_ask
from onewindow_policy.questions.asking import unit_asked
from onewindow_policy.questions.browser.desk import QuestionList
from onewindow_policy.questions.exceptions import QuestionError
from onewindow_policy.questions.permissions import ASK_DEPARTMENT
from onewindow_policy.questions.reading import questions
from onewindow_policy.questions.settings import answer_days
from onewindow_policy.questions.texts import LONGEST_TEXT
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest
from zExceptions import Unauthorized
from zope.i18nmessageid import Message

#: Earlier questions that stand beside the form.
_SHOWN_BEFORE = 5


class AskView(PostView):
    """Asks about a service for a window; the address may name both."""

    index = ViewPageTemplateFile("ask.pt")
    page_title = _("title_ask_department", default="Ask the department")
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    refusals = (QuestionError,)
    longest_text = LONGEST_TEXT

    def answer(self):
        """See `PostView`."""
        if not may_ask(self._user):
            raise Unauthorized("You ask no departments.")
        return super().answer()

    def act(self):
        """See `PostView`."""
        if "ask" not in self.request.form:
            raise BadRequest
        number = ask(
            self._user,
            self.submitted("item"),
            self.community_code,
            self.submitted("text"),
        )
        done = _(
            "message_question_asked",
            default="Your question is sent. The answer will stand here.",
        )
        return done, f"{self.site_url}/{question_path(number)}"

    def read(self) -> None:
        """See `PostView`."""
        self.before = self._before()

    #: What was asked about the service before.
    before: tuple[dict, ...] = ()

    @cached_property
    def _user(self):
        return api.user.get_current().getUser()

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def list_url(self) -> str:
        return f"{self.site_url}/{LIST}"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        listed = (self.words(QuestionList.title), self.list_url)
        return [listed, (self.words(self.page_title), None)]

    @cached_property
    def item(self):
        """The service, None where none is chosen."""
        code = self.submitted("item")
        found = find_item(code) if code else None
        return found if found is not None and is_public(found) else None

    @property
    def item_title(self) -> str:
        return self.item.title if self.item is not None else ""

    @property
    def items(self) -> list[dict]:
        """The services to choose from."""
        catalog = api.portal.get_tool("portal_catalog")
        found = catalog(
            portal_type="ServiceItem",
            review_state="published",
            sort_on="sortable_title",
        )
        chosen = self.item.code if self.item is not None else ""
        return [
            {
                "code": each.item_code,
                "title": each.Title,
                "is_chosen": each.item_code == chosen,
            }
            for each in found
        ]

    @cached_property
    def communities(self) -> list[CommunityFacts]:
        """The windows that the user asks for."""
        scope = scope_of(self._user, ASK_DEPARTMENT)
        return [
            each for each in all_communities() if scope.has_community(each.place.code)
        ]

    @cached_property
    def community_code(self) -> str:
        """The chosen window; where there is one, that."""
        codes = [each.place.code for each in self.communities]
        given = self.submitted("community")
        if given in codes:
            return given
        return codes[0] if len(codes) == 1 else ""

    @property
    def windows(self) -> list[dict]:
        """The windows to choose from, none where there is no choice."""
        if len(self.communities) == 1:
            return []
        return [
            {
                "code": each.place.code,
                "title": each.full_name,
                "is_chosen": each.place.code == self.community_code,
            }
            for each in self.communities
        ]

    @cached_property
    def _unit(self) -> UnitFacts | None:
        if self.item is None or not self.community_code:
            return None
        return unit_asked(self.item, self.community_code)

    @property
    def goes_to(self) -> Message | None:
        """Who is asked and by when they answer; None where that is not known yet."""
        if self._unit is None:
            return None
        if not self._unit.decides_here:
            return _(
                "text_question_by_phone",
                default=(
                    "${unit} does not work in this system. Call them, and enter here what"
                    " they said: all windows will find it."
                ),
                mapping={"unit": _named(self._unit)},
            )
        return _(
            "text_question_goes_to",
            default="Goes to ${unit}, which answers within ${days} working days.",
            mapping={"unit": self._unit.title, "days": answer_days()},
        )

    @property
    def lacks_unit(self) -> bool:
        """Whether it is known that nobody can be asked."""
        is_chosen = self.item is not None and bool(self.community_code)
        return is_chosen and self._unit is None

    def _before(self) -> tuple[dict, ...]:
        if self.item is None:
            return ()
        rows = questions(item_code=self.item.code, size=_SHOWN_BEFORE).rows
        shown = QuestionList(self._user, self.words, self.site_url)
        found = []
        for row in rows:
            cells = shown.cells(row)
            found.append(
                {
                    "url": cells["question"].url,
                    "text": cells["question"].text,
                    "state": cells["state"].words,
                    "asked": cells["asked"].text,
                }
            )
        return tuple(found)


def _named(unit: UnitFacts) -> str:
    return f"{unit.title}（{unit.phone}）" if unit.phone else unit.title
