"""`/@@deputies` (代理): who is away when, and who stands in."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import is_open
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.desks.awaywords import days_text
from onewindow_policy.desks.browser.post import PostView
from onewindow_policy.desks.browser.post import Problem
from onewindow_policy.duties.api import Absence
from onewindow_policy.duties.api import absences_with
from onewindow_policy.duties.api import end_absence
from onewindow_policy.duties.api import may_name_for
from onewindow_policy.duties.api import name_deputy
from onewindow_policy.duties.api import people_to_name_for
from onewindow_policy.duties.api import possible_deputies
from onewindow_policy.duties.exceptions import AbsenceUnknown
from onewindow_policy.duties.exceptions import AlreadyNamed
from onewindow_policy.duties.exceptions import DeputyError
from onewindow_policy.duties.exceptions import NotInArea
from onewindow_policy.pages.api import text_of
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from zope.i18nmessageid import Message

NAMED = _(
    "message_deputy_named",
    default="Saved. It begins and ends by itself, and can be ended before.",
)
ENDED = _("message_deputy_ended", default="Ended.")

#: Of whom one is named, in the address: oneself where nobody is said.
WHOSE = "whose"

_LONGEST = 100


class DeputiesView(PostView):
    """Shows who stands in for whom, as far as it is the user's, and takes who is to.

    Whoever coordinates chooses a person of their area first, since who can stand in goes by
    where that one works.
    """

    page_title = _("title_deputies", default="Away and stood in for")
    refusals = (DeputyError,)
    absences: list[Absence] = []
    others: dict[str, str] = {}
    deputies: dict[str, str] = {}

    def read(self) -> None:
        """See `PostView`."""
        self.others = people_to_name_for(self.user)
        if self.may_name:
            self.deputies = possible_deputies(self.absent)
        self.absences = absences_with([self.user.getId(), *self.others])

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        if end := self.submitted("end"):
            if not (end.isdecimal() and end.isascii() and len(end) < 19):
                raise AbsenceUnknown
            end_absence(self.user, int(end), _user_of)
            return ENDED, self.own_url
        if self.absent is None:
            raise NotInArea
        name_deputy(
            self.user,
            self.absent,
            self.submitted("deputy"),
            _day(self.submitted("from")),
            _day(self.submitted("until")),
        )
        return NAMED, self.own_url

    def problems_of(self, error: Exception) -> Iterable[Problem]:
        """See `PostView`: days are written as people write them."""
        if isinstance(error, AlreadyNamed):
            days = days_text(self.words, error.first, error.last)
            message = Message(error.message, mapping={"days": days, "name": error.name})
            return [Problem(error.field, message)]
        return super().problems_of(error)

    @cached_property
    def user(self):
        return api.user.get_current().getUser()

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def own_url(self) -> str:
        return f"{self.site_url}/@@deputies"

    @cached_property
    def whose(self) -> str:
        """The id of who is away."""
        if self.is_sent:
            asked = self.submitted(WHOSE)
        else:
            asked = text_of(self.request, WHOSE, _LONGEST)
        return asked or self.user.getId()

    @cached_property
    def absent(self):
        """Who is away, None where there is no such user."""
        return self.user if self.whose == self.user.getId() else _user_of(self.whose)

    @property
    def may_name(self) -> bool:
        """Whether the user may name a deputy for who was chosen."""
        return self.absent is not None and may_name_for(self.user, self.absent)

    @property
    def is_for_other(self) -> bool:
        return self.whose != self.user.getId()

    @property
    def absent_name(self) -> str:
        return staff_name(self.whose)

    @property
    def people(self) -> list[dict]:
        """Of whom the user may choose one: none where there is nobody besides them."""
        if not self.others:
            return []
        me = self.words(_("option_deputy_of_me", default="Myself"))
        people = {self.user.getId(): me, **self.others}
        return _options(people, self.whose)

    @property
    def choices(self) -> list[dict]:
        return _options(self.deputies, self.submitted("deputy"))

    @property
    def end_label(self) -> str:
        return self.words(_("button_end_absence", default="End it"))

    @property
    def today(self) -> str:
        return local_date(utc_now()).isoformat()

    @property
    def rows(self) -> list[dict]:
        """What holds now or will, as the page shows it."""
        today = local_date(utc_now())
        mine = self.user.getId()
        return [
            {
                "id": each.id,
                "absent": staff_name(each.absent),
                "deputy": staff_name(each.deputy),
                "days": days_text(self.words, each.from_on, each.until_on),
                "is_now": each.from_on <= today,
                "is_lost": not is_open(each.deputy),
                "may_end": each.absent == mine or each.absent in self.others,
            }
            for each in self.absences
        ]


def _user_of(user_id: str):
    user = api.user.get(user_id)
    return user.getUser() if user is not None else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _options(people: dict[str, str], chosen: str) -> list[dict]:
    return [
        {"value": user_id, "title": name, "is_chosen": user_id == chosen}
        for user_id, name in people.items()
    ]
