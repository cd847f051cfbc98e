"""A copy is new: it has a code of its own, and no mark of a revision."""

from Acquisition import aq_base
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.publishing.codes import code_of
from onewindow_policy.publishing.codes import KEPT
from onewindow_policy.publishing.codes import MAX_LENGTH
from onewindow_policy.publishing.codes import name_of
from onewindow_policy.publishing.exceptions import CodeRefused
from onewindow_policy.publishing.interfaces import IAdministered
from onewindow_policy.publishing.interfaces import ICoded
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.publishing.versions import forget_versions
from plone import api
from plone.app.iterate.interfaces import IBaseline
from plone.app.iterate.interfaces import IWorkingCopy
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFCore.interfaces import IFolderish
from zope.interface import noLongerProvides

import re

#: What the name of a revision or of a copy begins with.
_DERIVED = re.compile(r"(?:copy[0-9]*_of_|working-copy-of-)+")


def name_of_copy(container, name: str) -> str:
    """Return the short name of a copy in `container` of what is called `name`.

    It is that of the original where nothing has that, and can be a code.
    """
    plain = _DERIVED.sub("", name)
    if plain == name and container._getOb(name, None) is None:
        return name
    number = 1
    while True:
        prefix = f"copy{number if number > 1 else ''}_of_"
        copy = prefix + plain[: MAX_LENGTH - len(prefix)].rstrip("._-")
        if container._getOb(copy, None) is None:
            return copy
        number += 1


def set_copy_apart(copied, event) -> None:
    """Give a copy a code of its own, and take the marks of revisions from it.

    Raises `CodeRefused` where that cannot be: a place is at its code for good, and what
    holds coded content would hold it a second time.
    """
    if aq_base(event.object) is not aq_base(copied):
        # It goes along with what was copied.
        return
    if IPloneSiteRoot.providedBy(copied):
        # A whole site is Zope's, and a world of its own.
        return
    if message := find_copy_refusal(event.original):
        raise CodeRefused(message)
    for each in list(_tree(copied)):
        _forget_revision(each)
    if ICoded.providedBy(copied):
        base = aq_base(copied)
        if base.getId() != name_of(code_of(copied)):
            setattr(base, copied.code_field, base.getId().upper())
        setattr(base, KEPT, code_of(copied))


def find_copy_refusal(content):
    """Return why there cannot be a copy of `content`, None if there can."""
    if ICoded.providedBy(content) and IAdministered.providedBy(content):
        return _(
            "error_copy_of_place",
            default=(
                "“${title}” is a place, and there is one of it: add a new one with its"
                " own code."
            ),
            mapping={"title": content.title},
        )
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(content.getPhysicalPath())
    held = catalog.unrestrictedSearchResults(
        object_provides=ICoded.__identifier__, path={"query": path, "depth": -1}
    )
    first = next((brain for brain in held if brain.getPath() != path), None)
    if first is None:
        return None
    return _(
        "error_copy_of_coded",
        default=(
            "“${title}” holds “${held}”, which is found by a code of its own: copy what"
            " it holds one by one."
        ),
        mapping={"title": content.title, "held": first.Title},
    )


def _tree(content) -> Iterator:
    yield content
    if IFolderish.providedBy(content):
        for child in content.objectValues():
            yield from _tree(child)


def _forget_revision(content) -> None:
    """Take the marks of a revision from `content`, the revisions that it holds, and what
    the original said before."""
    base = aq_base(content)
    if IPublishable.providedBy(base):
        forget_versions(base)
    for mark in (IWorkingCopy, IBaseline):
        if mark.providedBy(base):
            noLongerProvides(base, mark)
    if IFolderish.providedBy(content):
        for name, child in list(content.objectItems()):
            if IWorkingCopy.providedBy(child):
                # It was never added anywhere: there is nothing to tell.
                content._delOb(name)
