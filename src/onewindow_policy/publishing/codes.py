"""Codes are for good: content is found by its code, and no other has the same one.

Paper, records and lists repeat codes. So the short name of coded content is its code in
small letters, whichever way it came to be; a code that was used once stays; and a copy
has a code that nobody could take for another's.

The rules stand where every way of writing passes: pages, lists, programs and commands.
Forms ask beforehand and say it at the field.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.patches.catalogs import search_what_is_indexed
from onewindow_policy.publishing.api import PUBLISHED
from onewindow_policy.publishing.exceptions import CodeRefused
from onewindow_policy.publishing.exceptions import UnfitCode
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import ICoded
from onewindow_policy.publishing.interfaces import ICodeUse
from onewindow_policy.publishing.interfaces import IPublicationRule
from plone import api
from plone.app.content.namechooser import NormalizingNameChooser
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IWorkingCopy
from plone.base.utils import check_id
from plone.dexterity.content import Container
from plone.locking.interfaces import ILockable
from z3c.form.interfaces import IAddForm
from z3c.form.validator import SimpleFieldValidator
from zope.component import adapter
from zope.component import getUtilitiesFor
from zope.component import queryMultiAdapter
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer

import re

#: In characters. Provinces have codes of 54; the standards' column holds 50 (GB/T 39554.1).
MAX_LENGTH = 64

#: As a part of a regular expression, for schemata of files too.
CODE_PATTERN = rf"[A-Za-z0-9](?:[A-Za-z0-9._-]{{0,{MAX_LENGTH - 2}}}[A-Za-z0-9])?"

_CODE = re.compile(CODE_PATTERN, re.ASCII)

#: How Zope calls a copy, and so the code of one that nobody has given its own.
_COPY = re.compile(r"copy[0-9]*_of_", re.IGNORECASE)

#: Names that are taken everywhere, beside the attributes of containers: what Plone and
#: Zope keep for themselves at any address.
RESERVED_NAMES = frozenset(
    {
        "acl_users",
        "default_page",
        "edit",
        "folder_contents",
        "index_html",
        "layout",
        "login",
        "logout",
        "manage",
        "plone",
        "properties",
        "request",
        "sharing",
        "view",
        "zip",
    }
)

#: The last code that a content object was allowed, so that a change is noticed.
KEPT = "_kept_code"


def is_code(text: str) -> bool:
    """Return whether `text` is made as codes are.

    1 to 64 letters, digits, `.`, `-` and `_`, beginning and ending with a letter or digit:
    codes of GB/T 39554.1-2020 (31 characters, with letters) and what provinces and
    cities have in their place.
    """
    return _CODE.fullmatch(text) is not None


def name_of(code: str) -> str:
    """Return the short name of what has this code: case tells no two codes apart."""
    return code.lower()


def code_of(content) -> str:
    """Return the code of coded content, "" before it has one."""
    return getattr(aq_base(content), content.code_field, None) or ""


def is_reserved(code: str) -> bool:
    """Return whether content of no container could be called so, as far as types tell."""
    name = name_of(code)
    return (
        name in RESERVED_NAMES
        or name.startswith("aq_")
        or hasattr(Container, name)
        or hasattr(Container, code)
    )


def is_provisional(code: str) -> bool:
    """Return whether a code is what a copy got, until it is given its own."""
    return _COPY.match(code) is not None


def find_refusal(portal_type: str, code: str, container, content=None):
    """Return why coded content in `container` cannot have this code, None if it can.

    :param content: the object, where it exists
    :returns: a message
    """
    if not is_code(code):
        return not_a_code(code)
    if is_reserved(code) or _is_taken_by_portal(container, name_of(code)):
        return _(
            "error_code_reserved",
            default="“${code}” is a name that the portal needs for itself.",
            mapping={"code": code},
        )
    twin = _find_twin(portal_type, code, container, content)
    if twin is not None:
        return _(
            "error_code_taken",
            default=(
                "The code ${code} belongs to “${title}”. Each code is given once, and"
                " large and small letters make no difference."
            ),
            mapping={"code": code, "title": twin.title or twin.getId()},
        )
    return None


def not_a_code(code: str):
    """Return a sentence about what cannot be a code."""
    return _(
        "error_code_characters",
        default=(
            "“${code}” cannot be a code: 1 to ${count} letters, digits, points, hyphens"
            " and underscores, with a letter or digit at both ends."
        ),
        mapping={"code": code[: MAX_LENGTH + 1], "count": MAX_LENGTH},
    )


def _is_taken_by_portal(container, name: str) -> bool:
    """Return whether something that is no content answers at `name` in `container`."""
    if container._getOb(name, None) is not None:
        return False
    if queryMultiAdapter((container, getRequest()), name=name) is not None:
        return True
    return bool(check_id(container, name, required=1, contained_by=container))


def _find_twin(portal_type: str, code: str, container, content):
    """Return what has this code already, or stands where it would, and is not `content`."""
    # Not the tool's own way, which would first index all that waits: an import would do so
    # for each object. What waits stands in `container`, or was checked as a file.
    standing = search_what_is_indexed(portal_type=portal_type, getId=name_of(code))
    found = [brain._unrestrictedGetObject() for brain in standing]
    found.append(container._getOb(name_of(code), None))
    for each in found:
        if each is not None and aq_base(each) is not aq_base(content):
            return each
    return None


def guard_name(content, event) -> None:
    """Refuse any short name of coded content but its code, and any code of another.

    Raises `CodeRefused`.
    """
    if event.newParent is None or aq_base(event.object) is not aq_base(content):
        # It goes, or it goes along with what holds it.
        return
    if IWorkingCopy.providedBy(content):
        return
    code = code_of(content)
    if event.newName != name_of(code):
        if event.oldParent is not None:
            raise CodeRefused(not_its_name(content))
        if is_code(code):
            raise CodeRefused(
                _(
                    "error_name_not_code",
                    default="The short name of ${code} must be ${name}.",
                    mapping={"code": code, "name": name_of(code)},
                )
            )
    message = find_refusal(content.portal_type, code, event.newParent, content)
    if message is not None:
        raise CodeRefused(message)


def not_its_name(content):
    """Return a sentence about coded content that was to be renamed."""
    return _(
        "error_name_is_code",
        default=(
            "“${title}” is found by its code, ${code}: its short name cannot be"
            " another."
        ),
        mapping={"title": content.title, "code": code_of(content)},
    )


def keep_code(content, event) -> None:
    """Remember the code that something began with."""
    if not IWorkingCopy.providedBy(content):
        setattr(aq_base(content), KEPT, code_of(content))


def guard_code(content, event) -> None:
    """Refuse to change a code that was used; the short name follows one that was not.

    Raises `CodeRefused`.
    """
    code = code_of(content)
    message = find_change_refusal(content, code)
    if message is not None:
        raise CodeRefused(message)
    if IWorkingCopy.providedBy(content):
        return
    setattr(aq_base(content), KEPT, code)
    if content.getId() != name_of(code):
        _rename(content, name_of(code))


def recode(content, code: str) -> None:
    """Give content another code although its own was used: whoever asks for it has led on
    what refers to that, and gives it its new name, too."""
    setattr(content, content.code_field, code)
    setattr(aq_base(content), KEPT, code)


def find_change_refusal(content, code: str):
    """Return why the code of `content` cannot be changed to `code`, None if it can."""
    if IWorkingCopy.providedBy(content):
        baseline = ICheckinCheckoutPolicy(content).getBaseline()
        if baseline is None or code == code_of(baseline):
            return None
        return _stays(code_of(baseline), [_in_use_by_original()])
    kept = kept_code(content)
    if code == kept:
        return None
    if reasons := list(_uses(content, kept)):
        return _stays(kept, reasons)
    container = aq_parent(aq_inner(content))
    return find_refusal(content.portal_type, code, container, content)


def kept_code(content) -> str:
    """Return the last code that `content` was allowed."""
    kept = getattr(aq_base(content), KEPT, None)
    if kept is None:
        # An earlier version made it, and has not been upgraded.
        code, name = code_of(content), content.getId()
        kept = code if name == name_of(code) else name.upper()
    return kept


def _stays(code: str, reasons: list):
    request = getRequest()
    mark = translate(_("mark_between_reasons", default="; "), context=request)
    return _(
        "error_code_stays",
        default="The code ${code} cannot be changed any more: ${reasons}.",
        mapping={
            "code": code,
            "reasons": mark.join(translate(each, context=request) for each in reasons),
        },
    )


def _in_use_by_original():
    return _("use_revision", default="a revision keeps the code of what it revises")


def _uses(content, code: str) -> Iterator:
    """Yield what `code`, which `content` had at least until now, was used for."""
    if was_public(content):
        yield _(
            "use_was_public",
            default="it was public, and people may have it on paper",
        )
    for _name, use in sorted(getUtilitiesFor(ICodeUse)):
        yield from use(content, code)


def was_public(content) -> bool:
    """Return whether `content` is public, or was before."""
    history = getattr(aq_base(content), "workflow_history", None) or {}
    return any(
        entry.get("review_state") == PUBLISHED
        for entries in history.values()
        for entry in entries
    )


def _rename(content, name: str) -> None:
    """Give `content` another short name, in the form that changes its code too."""
    lockable = ILockable(content, None)
    if lockable is not None:
        lockable.clear_locks()
    # Whoever may change a draft may change its code; the rest follows from that.
    with api.env.adopt_roles(["Manager"]):
        aq_parent(aq_inner(content)).manage_renameObject(content.getId(), name)


class CodeIsItsName(NormalizingNameChooser):
    """Calls coded content by its code, and everything else as Plone does.

    Plone's way would cut a code, and put other characters in place of some.
    """

    def chooseName(self, name, obj):
        """See `zope.container.interfaces.INameChooser`; raises `CodeRefused`."""
        is_new = aq_base(self.context._getOb(obj.getId() or "", None)) is not aq_base(
            obj
        )
        if not (ICoded.providedBy(obj) and is_new) or IWorkingCopy.providedBy(obj):
            return super().chooseName(name, obj)
        code = code_of(obj)
        if message := find_refusal(obj.portal_type, code, aq_inner(self.context)):
            raise CodeRefused(message)
        return name_of(code)


class CodeValidator(SimpleFieldValidator):
    """Says at the field of a code why it cannot be what was typed."""

    def validate(self, value, force=False):
        """See `z3c.form.interfaces.IValidator`."""
        super().validate(value, force)
        if value is None:
            return
        if IAddForm.providedBy(self.view):
            message = find_refusal(self.view.portal_type, value, self.context)
        else:
            message = find_change_refusal(self.context, value)
        if message is not None:
            raise UnfitCode(message)


@implementer(IPublicationRule)
@adapter(ICoded)
class HasCodeOfItsOwn:
    """Nothing becomes public by the name of a copy, or by a code that is another's."""

    def __init__(self, context):
        self.context = context

    def find_gaps(self) -> list[Gap]:
        content = self.context
        if IWorkingCopy.providedBy(content) or code_of(content) != kept_code(content):
            message = find_change_refusal(content, code_of(content))
        elif is_provisional(code_of(content)):
            message = _(
                "gap_code_of_copy",
                default="${code} is what a copy was given: give it a code of its own.",
                mapping={"code": code_of(content)},
            )
        elif content.getId() != name_of(code_of(content)):
            message = _(
                "gap_code_not_name",
                default=(
                    "it is not found by its code, ${code}: another has that, or had it"
                    " when this was made. Give it a code of its own."
                ),
                mapping={"code": code_of(content)},
            )
        else:
            return []
        return [Gap(_("label_code", default="Code"), message)] if message else []
