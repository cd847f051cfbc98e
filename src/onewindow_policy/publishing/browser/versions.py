"""What was public, version by version: the list, one of them, and the way back to it."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.pages.api import day_message
from onewindow_policy.pages.api import text_of
from onewindow_policy.publishing.browser.comparison import ComparisonView
from onewindow_policy.publishing.browser.comparison import Group
from onewindow_policy.publishing.browser.revision import NO_SUCH_REVISION
from onewindow_policy.publishing.comparison import Kind
from onewindow_policy.publishing.stored import give_stored
from onewindow_policy.publishing.versions import content_of
from onewindow_policy.publishing.versions import discarded_of
from onewindow_policy.publishing.versions import Version
from onewindow_policy.publishing.versions import versions_of
from onewindow_policy.publishing.versions import versions_on
from onewindow_policy.publishing.wording import account_name
from onewindow_policy.publishing.wording import transition_title
from onewindow_policy.publishing.workingcopies import public_and_revision
from onewindow_policy.workdays.api import time_text
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.protect.authenticator import check as check_authenticator
from Products.Five import BrowserView
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.event import notify
from zope.i18nmessageid import Message
from zope.lifecycleevent import ObjectModifiedEvent

import datetime

#: Numbers that people type have no more digits.
MAX_DIGITS = 6

#: A restored text begins and ends being public as what is public now does.
DATES = ("effective_date", "expiration_date")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the workflow, as it is shown."""

    title: Message | str
    name: str
    time: str
    remark: str


@dataclass(frozen=True, slots=True)
class Row:
    """A version, or a revision that was given up, as it is shown.

    `steps` are those before the last one, whose remark stands in the row.
    """

    number: int
    begun: str
    ended: str
    author: str
    publisher: str
    remark: str
    steps: list[Step] = field(default_factory=list)
    is_asked: bool = False


def shown_time(moment) -> str:
    """Return a moment by the city's clocks, "" for none."""
    return time_text(moment) if moment is not None else ""


def row_of(version: Version) -> Row:
    """Return what is shown of a version wherever it stands."""
    return Row(
        version.number,
        shown_time(version.begun),
        shown_time(version.ended),
        account_name(version.author),
        account_name(version.publisher),
        version.remark,
    )


def subject_of(context):
    """Return what is public, where `context` is its revision, and `context` otherwise."""
    public, revision = public_and_revision(context)
    return revision if public is None else public


class VersionsView(BrowserView):
    """Lists what was public, and says what was on a day."""

    page_title = _("title_versions", default="Versions")
    fault: Message | str = ""

    def __call__(self):
        self.day = self._read_day(text_of(self.request, "on"))
        return self.index()

    def _read_day(self, text: str) -> datetime.date | None:
        self.typed = text.strip()
        if not self.typed:
            return None
        try:
            return datetime.date.fromisoformat(self.typed)
        except ValueError:
            self.fault = _(
                "error_day_of_version",
                default="This is not a day. Enter it like 2026-05-01.",
            )
            self.request.response.setStatus(422)
            return None

    @cached_property
    def subject(self):
        """What is or was public."""
        return subject_of(aq_inner(self.context))

    @cached_property
    def asked(self) -> list[Version]:
        """The versions that were public on the day that was asked for."""
        return versions_on(self.subject, self.day) if self.day else []

    @property
    def answer(self) -> Message | None:
        """What was public on that day, in a sentence; None where nobody asked."""
        if self.day is None:
            return None
        if not self.asked:
            return _(
                "text_no_version_on",
                default="On ${day} nothing of this was public.",
                mapping={"day": day_message(self.day)},
            )
        return _(
            "text_version_on",
            default="On ${day} residents could read version ${numbers}.",
            mapping={
                "day": day_message(self.day),
                "numbers": "、".join(str(each.number) for each in self.asked),
            },
        )

    @property
    def rows(self) -> list[Row]:
        """The versions, the last one first."""
        return [
            replace(
                row_of(version),
                steps=self._steps(version.steps[:-1]),
                is_asked=version in self.asked,
            )
            for version in reversed(versions_of(self.subject))
        ]

    @property
    def discarded(self) -> list[Row]:
        """The revisions that were given up, the last one first."""
        return [
            Row(
                0,
                "",
                shown_time(each.time),
                account_name(each.author),
                account_name(each.by),
                "",
                self._steps(each.steps),
            )
            for each in reversed(discarded_of(self.subject))
        ]

    def _steps(self, steps: Iterable[dict]) -> list[Step]:
        workflow = api.portal.get_tool("portal_workflow")
        transitions = workflow.getWorkflowsFor(self.subject)[0].transitions
        return [
            Step(
                self._title(transitions, step["action"]),
                account_name(step["actor"]),
                shown_time(step["time"]),
                step.get("comments", ""),
            )
            for step in steps
        ]

    def _title(self, transitions, name: str) -> Message | str:
        transition = transitions.get(name)
        if transition is None:
            return name
        shown = {"name": transition.actbox_name or transition.title}
        return transition_title(shown, self.context)


class VersionView(ComparisonView):
    """Shows what a version said, or what it changed of another one.

    `number` in the request is the version's; `with` that of the other one.
    """

    @cached_property
    def subject(self):
        """What is or was public."""
        return subject_of(aq_inner(self.context))

    @cached_property
    def kept(self) -> list[Version]:
        """All versions, the first one first."""
        return versions_of(self.subject)

    @cached_property
    def version(self) -> Version:
        """The version that is asked for. Raises NotFound."""
        version = self._asked("number")
        if version is None:
            raise NotFound("number")
        return version

    @cached_property
    def other(self) -> Version | None:
        """The version that it is compared with. Raises NotFound."""
        return self._asked("with")

    def _asked(self, name: str) -> Version | None:
        text = text_of(self.request, name)
        if not text:
            return None
        is_number = text.isascii() and text.isdigit()
        number = int(text) if is_number and len(text) <= MAX_DIGITS else 0
        if not 0 < number <= len(self.kept):
            raise NotFound(name)
        return self.kept[number - 1]

    @cached_property
    def versions(self) -> tuple:
        former, version = self.other, content_of(self.subject, self.version)
        return former and content_of(self.subject, former), version

    @property
    def page_title(self) -> Message:
        if self.other is None:
            return self.new_title
        return _(
            "title_versions_compared",
            default="What version ${number} changed of version ${other}",
            mapping={"number": self.version.number, "other": self.other.number},
        )

    @property
    def old_title(self) -> Message:
        return self._title_of(self.other or self.version)

    @property
    def new_title(self) -> Message:
        """What the right-hand side is called."""
        return self._title_of(self.version)

    def _title_of(self, version: Version) -> Message:
        return _(
            "title_version",
            default="Version ${number}",
            mapping={"number": version.number},
        )

    @property
    def is_comparable(self) -> bool:
        return True

    @property
    def remark(self) -> Message | None:
        if self.groups:
            return None
        return _("text_same_versions", default="Both say the same.")

    @property
    def facts(self) -> Row:
        """Who wrote and published it, and when."""
        return row_of(self.version)

    @cached_property
    def groups(self) -> list[Group]:
        groups = super().groups
        if self.other is not None:
            return groups
        # Where a text is shown by itself nothing of it is new.
        return [
            Group(
                group.title, [line for line in group.lines if line.kind != Kind.REMOVED]
            )
            for group in groups
        ]

    @property
    def may_restore(self) -> bool:
        """Whether the user may begin a revision with this text."""
        control = self.subject.restrictedTraverse("@@iterate_control")
        return self.other is None and bool(control.checkout_allowed())


class RestoreVersion(BrowserView):
    """Begins a revision with what a version said: it is reviewed as any other."""

    def __call__(self):
        check_authenticator(self.request)
        subject = subject_of(aq_inner(self.context))
        page = subject.restrictedTraverse("@@version")
        version = page.version
        if self.request.method != "POST" or not page.may_restore:
            raise BadRequest(api.portal.translate(NO_SUCH_REVISION))
        copy = ICheckinCheckoutPolicy(subject).checkout(aq_parent(subject))
        dates = {name: copy.__dict__.get(name) for name in DATES}
        give_stored({**version.stored, **dates}, copy)
        notify(ObjectModifiedEvent(copy))
        subject.reindexObject(idxs=["review_state"])
        api.portal.show_message(
            _(
                "message_version_restored",
                default=(
                    "The text of version ${number} stands in a revision now. Residents"
                    " read it when a reviewer has published it."
                ),
                mapping={"number": version.number},
            ),
            self.request,
        )
        return self.request.response.redirect(f"{copy.absolute_url()}/view")
