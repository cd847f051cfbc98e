"""What waits for somebody who edits or reviews, read from rows: no object is loaded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from onewindow_policy.publishing.facts import GOING_ON
from onewindow_policy.publishing.facts import principals_of
from onewindow_policy.publishing.gaps import unfit_guides
from onewindow_policy.publishing.states import PUBLISHABLE_TYPES
from onewindow_policy.snapshots.facts import read_facts
from plone import api

#: Why something waits: it was submitted, sent back, or is written on; a district's public
#: guide no longer fits the city's.
SUBMITTED = "submitted"
SENT_BACK = "sent_back"
DRAFT = "draft"
UNFIT = "unfit"

_DRAFTS = (DRAFT, SENT_BACK)


@dataclass(frozen=True, slots=True)
class WaitingText:
    """Something that waits; `path` is below the site, `moment` that of its last change."""

    uid: str
    title: str
    path: str
    portal_type: str
    why: str
    moment: datetime
    reviewer: str = ""
    reason: str = ""

    def is_among(self, asked: str) -> bool:
        """Return whether it is of what is asked for: what was sent back is a draft, too."""
        return self.why == asked or (asked == DRAFT and self.why in _DRAFTS)


def texts_in_work(user) -> list[WaitingText]:
    """Return the drafts that `user` may edit and what `user` may review, who is whoever
    this request is of.

    The forms that the site works by are drafts for good, and wait for nobody.
    """
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(portal_type=PUBLISHABLE_TYPES, review_state=("draft", "pending"))
    facts = read_facts(GOING_ON, brains)
    who = principals_of(user)
    found = []
    for brain in brains:
        fact = facts[brain.UID]
        if fact["is_of_site"]:
            continue
        is_draft = brain.review_state == "draft"
        if who.isdisjoint(fact["edit" if is_draft else "review"]):
            continue
        rejection = fact["rejection"] or {}
        why_draft = SENT_BACK if rejection else DRAFT
        why = why_draft if is_draft else SUBMITTED
        found.append(
            _text(
                brain,
                why,
                rejection.get("reviewer", ""),
                rejection.get("reason", ""),
            )
        )
    return found


def unfit_texts(user) -> Iterator[WaitingText]:
    """Yield the districts' public guides that a change of the city's left unfit, and that
    `user` may revise, who is whoever this request is of."""
    catalog = api.portal.get_tool("portal_catalog")
    public = catalog(portal_type="ServiceGuide", review_state="published")
    unfit = unfit_guides(brain for brain in public if brain.district)
    facts = read_facts(GOING_ON, unfit)
    who = principals_of(user)
    for brain in unfit:
        if not who.isdisjoint(facts[brain.UID]["revise"]):
            yield _text(brain, UNFIT)


def _text(brain, why: str, reviewer: str = "", reason: str = "") -> WaitingText:
    site_path = "/".join(api.portal.get().getPhysicalPath())
    return WaitingText(
        brain.UID,
        brain.Title,
        brain.getPath().removeprefix(f"{site_path}/"),
        brain.portal_type,
        why,
        brain.modified.asdatetime().astimezone(UTC),
        reviewer,
        reason,
    )
