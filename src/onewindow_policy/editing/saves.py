"""Who saved something last, and when.

It is kept with what is saved, in the very transaction. Content knows when it was changed,
also by a step of the workflow, and not by whom; settings know neither.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from onewindow_policy.installed import is_installed
from onewindow_policy.workdays.api import city_time
from plone import api
from plone.registry.interfaces import IRegistry
from zope.component import getUtility
from zope.container.interfaces import IContainerModifiedEvent

#: The attribute of content and of the registry.
ATTRIBUTE = "_onewindow_last_save"


@dataclass(frozen=True, slots=True)
class Save:
    """When something was saved, and by which account; "" where nobody was logged in."""

    user_id: str
    moment: datetime

    @property
    def who(self) -> str:
        """What the account is called, its id where it is gone or has no name."""
        user = api.user.get(userid=self.user_id) if self.user_id else None
        name = user.getProperty("fullname") if user is not None else ""
        return name or self.user_id

    @property
    def when(self) -> str:
        """The moment by the city's clocks."""
        return f"{city_time(self.moment):%Y-%m-%d %H:%M:%S}"


def _now() -> tuple[str, str]:
    user = api.user.get_current()
    return (user.getId() or "", datetime.now(UTC).isoformat())


def _as_save(kept: tuple[str, str] | None) -> Save | None:
    return None if kept is None else Save(kept[0], datetime.fromisoformat(kept[1]))


def note_save(content, event=None) -> None:
    """Note that content was saved; what only came into a folder did not save the folder."""
    if not IContainerModifiedEvent.providedBy(event) and is_installed():
        setattr(aq_base(content), ATTRIBUTE, _now())


def forget_save(content, event) -> None:
    """Nobody has saved a copy yet."""
    base = aq_base(content)
    if getattr(base, ATTRIBUTE, None) is not None:
        delattr(base, ATTRIBUTE)


def note_record(event) -> None:
    """Note that a setting was saved."""
    if not is_installed():
        return
    registry = aq_base(getUtility(IRegistry))
    kept = getattr(registry, ATTRIBUTE, None)
    if kept is None:
        kept = OOBTree()
        setattr(registry, ATTRIBUTE, kept)
    kept[event.record.__name__] = _now()


def save_of_content(content) -> Save | None:
    """Return when content was saved last; None if that was before it was noted."""
    return _as_save(getattr(aq_base(content), ATTRIBUTE, None))


def save_of_records(prefixes: Iterable[str], names: Iterable[str]) -> Save | None:
    """Return when a setting of these names below one of the prefixes was saved last."""
    kept = getattr(aq_base(getUtility(IRegistry)), ATTRIBUTE, None) or {}
    asked = {f"{prefix}.{name}" for prefix in prefixes for name in names}
    found = [kept[name] for name in asked if name in kept]
    return _as_save(max(found, key=lambda each: each[1], default=None))
