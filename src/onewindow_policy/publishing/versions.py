"""Each text that residents could read: numbered, with who wrote and published it, and when.

Versions are kept beside what is public, what each says in an object of its own, so that
pages for residents load none of it. What is public changes by a publication, by the
check-in of a revision, and by whoever may write in it directly: all three begin a version.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from onewindow_policy.publishing.api import is_published
from onewindow_policy.publishing.api import PUBLISHED
from onewindow_policy.publishing.api import WORKFLOW
from onewindow_policy.publishing.lettinggo import is_let_go
from onewindow_policy.publishing.stored import give_stored
from onewindow_policy.publishing.stored import stored_of
from onewindow_policy.workdays.api import city_time
from onewindow_policy.workdays.api import CITY_ZONE
from persistent import Persistent
from persistent.list import PersistentList
from persistent.mapping import PersistentMapping
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IWorkingCopy
from plone.dexterity.utils import createContent
from ZODB.utils import z64
from zope.annotation.interfaces import IAnnotations

ANNOTATION = "onewindow_policy.publishing.versions"
DISCARDED = "onewindow_policy.publishing.discarded"

#: The step of the workflow by which somebody says that a text is ready.
SUBMIT = "submit"


class Version(Persistent):
    """A text that was public.

    `number` counts from 1; `begun` and `ended` are moments (UTC), the second None while it
    is public; `author` and `publisher` are ids of accounts; `remark` is the publisher's;
    `steps` are those of the workflow that led to it, as the workflow notes them; `stored`
    is what was written, by the names of attributes.
    """

    ended: datetime | None = None

    def __init__(self, number: int, begun: datetime):
        self.number = number
        self.begun = begun

    def tell(
        self, stored: dict, steps: tuple[dict, ...], publisher: str, author: str | None
    ) -> None:
        """Enter what was written, and by whom: whoever submitted it, else `author`."""
        self.stored = PersistentMapping(stored)
        self.publisher = publisher
        submitted = [step for step in steps if step.get("action") == SUBMIT]
        self.author = submitted[-1]["actor"] if submitted else author or publisher
        self.remark = steps[-1].get("comments", "") if steps else ""
        self.steps = steps

    @property
    def is_new(self) -> bool:
        """Whether it was begun by the transaction that is under way."""
        return self._p_serial == z64


class Discarded(Persistent):
    """A revision that never became public: its author, its steps, and when it went."""

    def __init__(self, author: str, steps: tuple[dict, ...]):
        self.author = author
        self.steps = steps
        self.by = _user_id()
        self.time = datetime.now(UTC)


def versions_of(content) -> list[Version]:
    """Return the versions of what is or was public, the first one first."""
    return list(IAnnotations(aq_base(content)).get(ANNOTATION, ()))


def discarded_of(content) -> list[Discarded]:
    """Return the revisions of `content` that were given up, the first one first."""
    return list(IAnnotations(aq_base(content)).get(DISCARDED, ()))


def versions_on(content, day) -> list[Version]:
    """Return the versions that residents could read on a day of the city's calendar."""
    begin = datetime(day.year, day.month, day.day, tzinfo=CITY_ZONE)
    end = begin + timedelta(days=1)
    return [
        version
        for version in versions_of(content)
        if version.begun < end and (version.ended is None or version.ended > begin)
    ]


def version_at(content, moment: datetime) -> Version | None:
    """Return the version that was public at `moment`, None where nothing was."""
    return next(
        (
            version
            for version in reversed(versions_of(content))
            if version.begun <= moment
            and (version.ended is None or version.ended > moment)
        ),
        None,
    )


def content_of(content, version: Version):
    """Return content in the place of `content` that says what a version said.

    It is not stored anywhere, and not to be changed.
    """
    former = createContent(content.portal_type)
    give_stored(dict(version.stored), former)
    former.id = content.getId()
    return former.__of__(aq_parent(aq_inner(content)))


def keep_version(
    content,
    steps: tuple[dict, ...] | None = None,
    at: datetime | None = None,
    author: str | None = None,
) -> None:
    """Begin a version with what `content` says now; nothing where it says the same.

    `steps` are those that led to it, by default those of the workflow since the last one;
    `at` is when it became public, by default now; `author` is who began what nobody has
    submitted. What one transaction does in several steps is one version.
    """
    annotations = IAnnotations(content)
    kept = annotations.get(ANNOTATION)
    if kept is None:
        kept = annotations[ANNOTATION] = PersistentList()
    last = kept[-1] if kept else None
    stored = stored_of(content)
    is_same = last is not None and last.ended is None and dict(last.stored) == stored
    # Zones of the city do not go into the database.
    now = (at or datetime.now(UTC)).astimezone(UTC)
    if last is not None and last.is_new and last.ended is None:
        steps = last.steps if steps is None else steps
        author = author or last.author
    elif is_same and steps is None:
        return
    else:
        steps = _steps_since(content, last) if steps is None else steps
        if last is not None and last.ended is None:
            last.ended = now
        last = Version(len(kept) + 1, now)
        kept.append(last)
    # An upgrade publishes nothing: who did stands in the steps.
    publisher = steps[-1]["actor"] if at is not None and steps else _user_id()
    last.tell(stored, steps, publisher, author)


def _steps_since(content, last: Version | None) -> tuple[dict, ...]:
    steps = steps_of(content)
    if last is None:
        return steps
    return tuple(step for step in steps if city_time(step["time"]) > last.begun)


def steps_of(content) -> tuple[dict, ...]:
    """Return the steps of our workflow that were made with `content`."""
    history = getattr(aq_base(content), "workflow_history", None) or {}
    return tuple(dict(step) for step in history.get(WORKFLOW, ()) if step.get("action"))


def _user_id() -> str:
    return api.user.get_current().getId() or ""


def note_state(content, event) -> None:
    """Begin a version when something becomes public, and end it when it ceases to be."""
    if event.workflow.getId() != WORKFLOW or IWorkingCopy.providedBy(content):
        return
    was, becomes = event.old_state.getId(), event.new_state.getId()
    if becomes == PUBLISHED and was != PUBLISHED:
        keep_version(content)
    elif was == PUBLISHED and becomes != PUBLISHED:
        versions = versions_of(content)
        if versions and versions[-1].ended is None:
            versions[-1].ended = datetime.now(UTC)


def note_change(content, event) -> None:
    """Begin a version when what is public was written in directly."""
    if is_published(content) and not IWorkingCopy.providedBy(content):
        keep_version(content)


def keep_discarded(copy, baseline) -> None:
    """Keep, with what is public, that a revision of it was given up."""
    annotations = IAnnotations(baseline)
    if DISCARDED not in annotations:
        annotations[DISCARDED] = PersistentList()
    annotations[DISCARDED].append(Discarded(copy.Creator(), steps_of(copy)))


def note_removal(content, event) -> None:
    """Keep that a revision was given up by a door that is none of revisions."""
    is_asked_about = aq_base(event.object) is aq_base(content)
    if not is_asked_about or not IWorkingCopy.providedBy(content):
        return
    baseline = ICheckinCheckoutPolicy(content).getBaseline()
    if baseline is not None and not is_let_go(content):
        keep_discarded(content, baseline)


def forget_versions(content) -> None:
    """Take its versions from a copy, which has none of its own yet."""
    annotations = IAnnotations(content)
    for key in (ANNOTATION, DISCARDED):
        if key in annotations:
            del annotations[key]
