"""What to have at hand before a form is begun, told from its own questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from onewindow_policy import _
from onewindow_policy.forms.interfaces import IBankCard
from onewindow_policy.forms.interfaces import IBirthDate
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.interfaces import IMobilePhone
from onewindow_policy.forms.interfaces import IResidentIdNumber
from zope.i18nmessageid import Message
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import IField

#: How long answers take somebody who types slowly, in seconds.
_CHOOSING = 15
_TYPING = 40
_TAKING_A_PICTURE = 60

_DOCUMENT = _("prepare_document", default="The document of who applies, for its number")
_CARD = _("prepare_card", default="The bank card or passbook, for its number")
_PHONE = _("prepare_phone", default="A phone by which you can be reached")


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a form takes: `minutes`, things to copy from, and `photographs` of materials,
    by their names."""

    minutes: int
    things: tuple[Message | str, ...]
    photographs: tuple[str, ...]


def preparation_for(fields: Iterable[IField]) -> Preparation:
    """Return what these questions take."""
    seconds, things, photographs = 0, [], []
    for field in fields:
        if IBirthDate.providedBy(field):
            # Read off a number.
            continue
        if IMaterialFiles.providedBy(field):
            photographs.append(field.title)
            seconds += _TAKING_A_PICTURE
        elif IChoice.providedBy(field) or IBool.providedBy(field):
            seconds += _CHOOSING
        else:
            seconds += _TYPING
        if IResidentIdNumber.providedBy(field) and _DOCUMENT in things:
            # The number of somebody else, such as a child.
            things.append(field.title)
            continue
        things += [
            thing
            for kind, thing in (
                (IResidentIdNumber, _DOCUMENT),
                (IMobilePhone, _PHONE),
                (IBankCard, _CARD),
            )
            if kind.providedBy(field) and thing not in things
        ]
    return Preparation(ceil(seconds / 60), tuple(things), tuple(photographs))
