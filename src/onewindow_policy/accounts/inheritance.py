"""Roles that are given further up count below, unless an administrator switches that off.

Whoever looks after a district must not be able to hide it from those who supervise it.
"""

from AccessControl import getSecurityManager
from onewindow_policy import _
from onewindow_policy.patches.replacing import is_ours
from onewindow_policy.records.api import audit_change
from plone.uuid.interfaces import IUUID
from zExceptions import Forbidden
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate

SWITCH_OFF = "onewindow_policy: Switch Off Inherited Roles"

_BLOCK = "__ac_local_roles_block__"


class InheritanceFixed(Forbidden):
    """Somebody may not decide whether inherited roles count somewhere."""

    def __init__(self):
        super().__init__(
            translate(
                _(
                    "error_inheritance_fixed",
                    default=(
                        "Only administrators decide whether roles from further up"
                        " count here."
                    ),
                ),
                context=getRequest(),
            )
        )


def may_switch_inheritance() -> bool:
    """Return whether this person decides where inherited roles count.

    It is asked of the site: no role that somebody has in a part of it is enough.
    """
    site = getSite()
    return site is not None and bool(
        getSecurityManager().checkPermission(SWITCH_OFF, site)
    )


def _is_blocked(content):
    content._p_activate()
    return content.__dict__.get(_BLOCK)


def _block(content, is_blocked) -> None:
    """Switch inheritance off or on, whatever page or program it comes from.

    Raises InheritanceFixed.
    """
    if is_ours() and bool(is_blocked) != bool(_is_blocked(content)):
        if not may_switch_inheritance():
            raise InheritanceFixed
        detail = "-inherited" if is_blocked else "+inherited"
        audit_change("role.inherit", IUUID(content, None) or content.getId(), detail)
    content.__dict__[_BLOCK] = is_blocked
    content._p_changed = True


def _unblock(content) -> None:
    _block(content, None)


#: In the place of the plain attribute of content, whose name and values it keeps.
roles_block = property(_is_blocked, _block, _unblock)
