"""The dates of publication, as forms and services give them: wall clocks of the city."""

from Acquisition import aq_base
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from DateTime import DateTime
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.publishing.api import is_published
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import IPublicationRule
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.publishing.subscribers import DATE_INDEXES
from onewindow_policy.workdays.api import read_moment
from onewindow_policy.workdays.api import time_text
from onewindow_policy.workdays.api import wall_clock
from onewindow_policy.workdays.api import zope_moment
from plone.app.dexterity.behaviors.metadata import IPublication
from plone.app.iterate.interfaces import IWorkingCopy
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.deserializer.dxfields import DatetimeFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema.interfaces import IDatetime

EFFECTIVE = "effective_date"
EXPIRES = "expiration_date"

UNREADABLE_MOMENT = _(
    "error_moment", default="A date cannot be read: enter it as 2026-11-28T18:00."
)


class CityMoment:
    """A date of publication in a form; stands in for the stock property of the behavior.

    That takes what was typed for the time of the server, and shows what is stored by the
    zone it was stored in: what was published by a server in UTC lost eight hours when it
    was saved again.
    """

    def __init__(self, field, attribute: str):
        self._field = field
        self._attribute = attribute

    def __get__(self, behavior, _class=None):
        if behavior is None:
            return self
        stored = getattr(behavior.context, self._attribute, None)
        return wall_clock(stored) if isinstance(stored, DateTime) else stored

    def __set__(self, behavior, value: datetime | None):
        self._field.bind(behavior).validate(value)
        if value is not None:
            value = zope_moment(value)
        setattr(behavior.context, self._attribute, value)


effective = CityMoment(IPublication["effective"], EFFECTIVE)
expires = CityMoment(IPublication["expires"], EXPIRES)


@implementer(IFieldDeserializer)
@adapter(IDatetime, IDexterityContent, IOneWindowLayer)
class CityMomentDeserializer(DatetimeFieldDeserializer):
    """What a service is sent without a zone is the city's; the stock one takes it for UTC.

    See `plone.restapi.interfaces.IFieldDeserializer`. Raises ValueError for what is no
    date.
    """

    def __call__(self, value):
        if isinstance(value, str):
            value = read_moment(value).isoformat()
        value = super().__call__(value)
        if value is not None and self.field.interface is IPublication:
            # As the form has it. The stock one asks for the zone of the process.
            value = value.replace(tzinfo=None)
        return value


@contextmanager
def dated_by_publication(contents: Iterable) -> Iterator[None]:
    """Within this, a date that a stock door gives what it moves stays only if that became
    public: they give it to whatever is submitted, too, which then bears the wrong day."""
    undated = [
        each
        for each in contents
        if getattr(aq_base(each), EFFECTIVE, None) is None
        and IPublishable.providedBy(each)
        and not IWorkingCopy.providedBy(each)
    ]
    yield
    for each in undated:
        if not is_published(each):
            setattr(each, EFFECTIVE, None)
            each.reindexObject(idxs=DATE_INDEXES)


def is_in_order(effective: DateTime | None, expires: DateTime | None) -> bool:
    """Return whether something ends after it begins, or has no such date."""
    return effective is None or expires is None or effective <= expires


def ends_before_it_begins(content) -> Message:
    """Return what says that the dates of something are in the wrong order."""
    return _(
        "error_order_of_dates",
        default="“${title}” would end before it begins.",
        mapping={"title": content.Title()},
    )


@implementer(IPublicationRule)
@adapter(IPublishable)
class StillToExpire:
    """Nothing is published that expired before: nobody would see it.

    What is public and expires stays as fit as it was.
    """

    def __init__(self, content):
        self.content = content

    def find_gaps(self):
        """See `IPublicationRule`."""
        expires = getattr(self.content, EXPIRES, None)
        if expires is None or is_published(self.content) or expires > DateTime():
            return
        yield Gap(
            IPublication["expires"].title,
            _(
                "gap_expired",
                default=(
                    "It expired on ${moment}: residents would not see it. Enter a later"
                    " day, or none, under “Dates”."
                ),
                mapping={"moment": time_text(expires)},
            ),
        )
