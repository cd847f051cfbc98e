"""`/@@reminders` (邮件提醒): which mails somebody wants about what waits for them."""

from dataclasses import dataclass
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import uid_of
from onewindow_policy.desks.browser.post import PostView
from onewindow_policy.duties.api import DAY
from onewindow_policy.duties.api import mail_settings
from onewindow_policy.duties.api import want_mails
from onewindow_policy.duties.api import wanted_mails
from onewindow_policy.duties.api import WEEK
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from plone import api
from zope.i18nmessageid import Message

SAVED = _("message_reminders_saved", default="Saved.")

OPTIONS = {
    WEEK: _("label_reminder_week", default="Each week: all that waits for you"),
    DAY: _(
        "label_reminder_day",
        default="On working days: what ends soon, and what has become overdue",
    ),
}


@dataclass(frozen=True, slots=True)
class Option:
    """A kind of mail; `is_sent` says whether the city has any written."""

    name: str
    label: Message
    is_wanted: bool
    is_sent: bool


class RemindersView(PostView):
    """Shows what one is mailed, and keeps what one wants."""

    page_title = _("title_reminders", default="Mails about what waits")
    wanted: frozenset[str] = frozenset()

    def read(self) -> None:
        """See `PostView`."""
        if self.has_account:
            self.wanted = wanted_mails(self._uid)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        if self.has_account:
            want_mails(self._uid, [each for each in OPTIONS if self.submitted(each)])
        return SAVED, f"{self.site_url}/@@reminders"

    @property
    def has_account(self) -> bool:
        """Whether it is an account of the site: others are written no such mails."""
        return self._uid is not None

    @cached_property
    def _uid(self) -> str | None:
        user_id = api.user.get_current().getId()
        is_here = self.context.acl_users.source_users.getUserInfo(user_id) is not None
        return uid_of(user_id) if is_here else None

    @property
    def is_set_up(self) -> bool:
        return is_offered(MAIL)

    @property
    def address(self) -> str:
        """Where the mails go, "" where that is not known."""
        return api.user.get_current().getProperty("email") or ""

    @property
    def options(self) -> list[Option]:
        settings = mail_settings()
        sent = {WEEK: settings.weekly_digest, DAY: settings.daily_reminder}
        return [
            Option(name, label, name in self.wanted, sent[name])
            for name, label in OPTIONS.items()
        ]
