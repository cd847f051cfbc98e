"""What editors see in a text when they save it is what stays.

Pictures that were pasted become pictures beside the page. What cannot be shown is named
when the text is saved, and stands against its publication.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.pictures.whole import clean_picture
from onewindow_policy.pictures.whole import CutOffPicture
from onewindow_policy.pictures.whole import DamagedPicture
from onewindow_policy.publishing.exceptions import UnfitChange
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import IPublicationRule
from onewindow_policy.publishing.texts import excerpt
from onewindow_policy.publishing.texts import MAX_CHARACTERS
from onewindow_policy.publishing.texts import PASTED_KINDS
from onewindow_policy.publishing.texts import PastedPicture
from onewindow_policy.publishing.texts import read_pasted
from onewindow_policy.publishing.texts import reason_against
from onewindow_policy.publishing.texts import shown_in
from plone import api
from plone.app.textfield.interfaces import IRichText
from plone.app.textfield.interfaces import IRichTextValue
from plone.app.textfield.value import RichTextValue
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import createContent
from plone.dexterity.utils import iterSchemata
from plone.namedfile.file import NamedBlobImage
from plone.uuid.interfaces import IUUID
from Products.CMFCore.interfaces import IFolderish
from urllib.parse import urlsplit
from z3c.form.validator import SimpleFieldValidator
from zope.component import adapter
from zope.container.interfaces import INameChooser
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import Invalid
from zope.schema import getFieldsInOrder

import re

#: The largest picture that is kept of a text, in bytes.
MAX_BYTES = 10_000_000

#: As many are named where there are more.
NAMED = 10

#: Kinds of which only what shows the picture is kept.
_CLEANED = ("image/png", "image/jpeg", "image/jpg")

SCALE = "large"

_DATA = re.compile(r"data:[^\"'<>,]*,[^\"'<>]*", re.IGNORECASE)


def rich_texts(content) -> Iterator[tuple]:
    """Yield the rich text fields of `content`, each with its value."""
    for schema in iterSchemata(content):
        for name, field in getFieldsInOrder(schema):
            value = aq_base(content).__dict__.get(name)
            if IRichText.providedBy(field) and IRichTextValue.providedBy(value):
                yield field, value


def too_long(length: int):
    """Return a message about a text of `length` characters, None where that is fine."""
    if length <= MAX_CHARACTERS:
        return None
    return _(
        "error_rich_text_too_long",
        default=(
            "The text has ${length} characters; ${most} are the most. Upload what it holds"
            " as a file, or make several pages of it."
        ),
        mapping={"length": length, "most": MAX_CHARACTERS},
    )


def without_pictures(text: str) -> str:
    """Return a text without what was pasted into it as data."""
    return _DATA.sub("", text)


@adapter(Interface, Interface, Interface, IRichText, Interface)
class TextOfBoundedLength(SimpleFieldValidator):
    """Says at the field that a text is too long, with the text still in it."""

    def validate(self, value, force=False):
        super().validate(value, force)
        if not IRichTextValue.providedBy(value):
            return
        message = too_long(len(without_pictures(value.raw or "")))
        if message is not None:
            raise Invalid(message)


def keep_what_was_pasted(content, event) -> None:
    """Make pictures of what was pasted into the texts of `content`, and name what residents
    would not see. Raises `UnfitChange` for a text that is too long."""
    unseen = []
    for field, value in rich_texts(content):
        text = value.raw or ""
        if message := too_long(len(without_pictures(text))):
            raise UnfitChange([Gap(field.title, message)])
        kept = _with_pictures_beside(content, text)
        if kept != text:
            value = RichTextValue(kept, value.mimeType, value.outputMimeType)
            setattr(content, field.__name__, value)
        unseen += _unseen(field, kept)
    request = getRequest()
    if unseen and request is not None:
        for gap in unseen[:NAMED]:
            where = translate(gap.where, context=request)
            message = translate(gap.message, context=request)
            api.portal.show_message(f"{where}：{message}", request, type="warning")


def _with_pictures_beside(content, text: str) -> str:
    """Return a text that leads to pictures beside `content` in the place of those that
    were pasted into it."""
    if "data:" not in text.lower():
        return text
    for shown in shown_in(text):
        pasted = read_pasted(shown.address) if shown.is_data else None
        image = _keep(content, pasted) if pasted is not None else None
        if image is None:
            continue
        uid = IUUID(image)
        source = f"resolveuid/{uid}/@@images/image/{SCALE}"
        more = f'data-linktype="image" data-scale="{SCALE}" data-val="{uid}"'
        for quote in ('"', "'"):
            written = f"{quote}{shown.address}{quote}"
            text = text.replace(written, f'"{source}" {more}')
    return text


def _keep(content, pasted: PastedPicture):
    """Return a picture of what was pasted, beside `content`; None where it is no picture
    that pages can show."""
    if len(pasted.data) > MAX_BYTES:
        return None
    data = pasted.data
    try:
        if pasted.content_type in _CLEANED:
            data = clean_picture(data)
    except (CutOffPicture, DamagedPicture):
        return None
    container = aq_inner(content)
    if not IFolderish.providedBy(container):
        container = aq_parent(container)
    filename = f"picture.{PASTED_KINDS[pasted.content_type]}"
    image = createContent("Image")
    title = translate(
        _(
            "title_pasted_picture",
            default="Picture in “${title}”",
            mapping={"title": content.title},
        ),
        context=getRequest(),
    )
    value = NamedBlobImage(data, filename=filename)
    if not value.contentType.startswith("image/") or value.getImageSize()[0] < 1:
        return None
    image.title = title
    image.image = value
    wanted = f"{content.getId()}-picture"
    image.id = INameChooser(container).chooseName(wanted, image)
    return container[container._setObject(image.id, image)]


def _unseen(field, text: str) -> list[Gap]:
    hosts = own_hosts()
    found = []
    for shown in shown_in(text):
        if reason := reason_against(shown, hosts):
            found.append(
                Gap(
                    field.title,
                    _(
                        "gap_unseen",
                        default="“${address}” is not what residents see: ${reason}",
                        mapping={"address": excerpt(shown.address), "reason": reason},
                    ),
                )
            )
    return found


def own_hosts() -> frozenset[str]:
    """Return the names, with ports, by which the portal is asked."""
    return frozenset({urlsplit(api.portal.get().absolute_url()).netloc.lower()})


@implementer(IPublicationRule)
@adapter(IDexterityContent)
class ShowsWhatItHolds:
    """A text is public only when residents see all that it holds."""

    def __init__(self, context):
        self.context = context

    def find_gaps(self) -> list[Gap]:
        return [
            gap
            for field, value in rich_texts(self.context)
            for gap in _unseen(field, value.raw or "")
        ][:NAMED]
