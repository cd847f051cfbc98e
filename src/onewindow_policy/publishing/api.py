"""Who may see what now.

Published is not yet visible: a guide, sample or form is public only while its item is,
and nothing is before it becomes effective or after it expires. The workflow sees to the
first by leaving the View permission of what is published to its container; this module
sees to the rest, for whatever looks at content from outside its own address.
"""

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Iterable
from DateTime import DateTime
from onewindow_policy.publishing.interfaces import IPublishable

WORKFLOW = "publication_workflow"
PUBLISHED = "published"
ARCHIVED = "archived"


def is_effective(obj, now: DateTime | None = None) -> bool:
    """Return whether `now` (default: this moment) is between its effective and expiry
    dates; an object without them is always effective."""
    obj = aq_base(obj)
    effective = getattr(obj, "effective_date", None)
    expires = getattr(obj, "expiration_date", None)
    if effective is None and expires is None:
        return True
    now = now or DateTime()
    return not (effective and effective > now) and not (expires and expires <= now)


def next_date(contents: Iterable, now: DateTime | None = None) -> int | None:
    """Return when the next of their effective and expiry dates passes, in seconds since
    1970; None when none does."""
    now = now or DateTime()
    dates = (
        getattr(aq_base(each), name, None)
        for each in contents
        for name in ("effective_date", "expiration_date")
    )
    return min((int(date) for date in dates if date and date > now), default=None)


def is_released(obj, now: DateTime | None = None) -> bool:
    """Return whether `obj` itself is published and effective, whatever holds it.

    Pages ask this of each thing they show.
    """
    return is_published(obj) and is_effective(obj, now)


def is_published(obj) -> bool:
    """Return whether `obj` itself is published, whatever its dates say.

    The state is read from the object's history, as the workflow tool would; the tool's
    way costs fifty times as much.
    """
    return _state_of(obj) == PUBLISHED


def is_archived(obj) -> bool:
    """Return whether `obj` itself was public once, and was taken back."""
    return _state_of(obj) == ARCHIVED


def _state_of(obj) -> str | None:
    history = getattr(aq_base(obj), "workflow_history", None) or {}
    states = history.get(WORKFLOW)
    return states[-1]["review_state"] if states else None


def is_public(obj) -> bool:
    """Return whether residents see `obj`: it and all that holds it is released."""
    now = DateTime()
    return all(
        is_released(each, now)
        for each in aq_chain(aq_inner(obj))
        if IPublishable.providedBy(each)
    )
