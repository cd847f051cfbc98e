"""A question that windows asked, as one of the questions and answers of a guide."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy import _
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.rows import MAX_ROWS
from onewindow_policy.guides.rows import row_key
from onewindow_policy.publishing.api import is_published
from plone import api
from plone.app.iterate.interfaces import IBaseline
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from Products.CMFCore.permissions import ModifyPortalContent
from Products.CMFCore.permissions import View
from z3c.form.interfaces import IDataManager
from zope.component import getMultiAdapter
from zope.event import notify
from zope.i18nmessageid import Message
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

_FIELD = IGuideContent["faqs"]


class QuestionRefused(Exception):
    """A guide cannot take a question; `message` says why."""

    def __init__(self, message: Message):
        super().__init__(message)
        self.message = message


def may_write_on(guide) -> bool:
    """Return whether whoever asks may go on writing a guide: as a draft, in its revision,
    or in one that they start."""
    revision = _revision_of(guide)
    if revision is not None:
        return api.user.has_permission(ModifyPortalContent, obj=revision)
    if not is_published(guide):
        return api.user.has_permission(ModifyPortalContent, obj=guide)
    if not api.user.has_permission(View, obj=guide):
        return False
    return guide.restrictedTraverse("@@iterate_control").checkout_allowed()


def add_question(guide, question: str, answer: str):
    """Add a question with its answer to what is written of a guide, and return that: the
    draft or its revision, which is started where there is none. What is public stays as it
    is until somebody has reviewed it.

    `may_write_on` was asked. Raises `QuestionRefused`.
    """
    row = {"question": " ".join(question.split()), "answer": answer}
    text = _revision_of(guide) or guide
    rows = _rows(text)
    if row_key("faqs", row) in {row_key("faqs", each) for each in rows}:
        raise QuestionRefused(
            _(
                "error_guide_has_question",
                default="The guide has this question already, or its draft has.",
            )
        )
    if len(rows) >= MAX_ROWS:
        raise QuestionRefused(
            _(
                "error_guide_many_questions",
                default=(
                    "The guide has ${count} questions, and no room for another one. Take"
                    " some out first."
                ),
                mapping={"count": len(rows)},
            )
        )
    if text is guide and is_published(guide):
        text = ICheckinCheckoutPolicy(guide).checkout(aq_parent(aq_inner(guide)))
        # The lock is part of what lists show.
        guide.reindexObject(idxs=["review_state"])
    getMultiAdapter((text, _FIELD), IDataManager).set([*rows, row])
    notify(ObjectModifiedEvent(text, Attributes(IGuideContent, "faqs")))
    return text


def where_it_stands(guide, question: str) -> tuple[bool, bool]:
    """Return whether a question stands in a guide that is public, and whether it stands in
    what is written of it."""
    key = row_key("faqs", {"question": " ".join(question.split())})

    def has_it(text) -> bool:
        return key in {row_key("faqs", each) for each in _rows(text)}

    revision = _revision_of(guide)
    is_public = is_published(guide)
    draft = revision if is_public else guide
    return is_public and has_it(guide), draft is not None and has_it(draft)


def _rows(guide) -> list[dict]:
    return list(getMultiAdapter((guide, _FIELD), IDataManager).get() or ())


def _revision_of(guide):
    if not IBaseline.providedBy(guide):
        return None
    return ICheckinCheckoutPolicy(guide).getWorkingCopy()
