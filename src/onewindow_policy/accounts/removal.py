"""What goes with an account when it is deleted, by whatever door."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from OFS.interfaces import IFolder
from onewindow_policy.accounts.interfaces import IAccountRemoved
from onewindow_policy.patches.userfolders import delete_portrait
from onewindow_policy.patches.userfolders import forget_principal
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFCore.interfaces import IContentish
from zope.component import adapter

#: After as many objects, those that were only looked at leave the memory.
OBJECTS_AT_A_TIME = 1000


@adapter(IAccountRemoved)
def take_rights_along(event) -> None:
    """Take roles, groups, properties and local roles with the account.

    Plone's own pages do some of it, each another part; what deletes by the user folder or
    by the ZMI does none.
    """
    # Tools acquire the user folder: it is their parent then, and not the site's.
    acl_users = aq_parent(aq_inner(event.manager))
    for plugin in acl_users.objectValues():
        _forget_in(plugin, event.user_id)
    site = aq_parent(aq_inner(acl_users))
    if IPloneSiteRoot.providedBy(site):
        delete_portrait(site, event.user_id)
        take_local_roles(site, event.user_id)
        return
    for child in site.objectValues():
        if IPloneSiteRoot.providedBy(child):
            take_local_roles(child, event.user_id)


def _forget_in(plugin, user_id: str) -> None:
    """Drop what one plugin keeps of a principal: roles, groups, properties."""
    forget_principal(plugin, user_id)
    if hasattr(aq_base(plugin), "deleteUser"):
        plugin.deleteUser(user_id)


def take_local_roles(site, user_id: str) -> None:
    """Take the local roles of `user_id` from the site and all content in it.

    The whole tree is walked: the catalog knows only those who may see something, and not
    everything is in it.
    """
    changed = []
    for count, content in enumerate(_tree(site), start=1):
        if user_id in (getattr(aq_base(content), "__ac_local_roles__", None) or {}):
            content.manage_delLocalRoles([user_id])
            changed.append(content)
        if count % OBJECTS_AT_A_TIME == 0:
            site._p_jar.cacheMinimize()
    done: list[str] = []
    for content in changed:
        path = "/".join(content.getPhysicalPath()) + "/"
        # Whoever is above has reindexed all below.
        if not path.startswith(tuple(done)):
            content.reindexObjectSecurity()
            done.append(path)


def _tree(content) -> Iterator:
    yield content
    if IFolder.providedBy(content) or hasattr(aq_base(content), "objectValues"):
        for child in content.objectValues():
            if IContentish.providedBy(child):
                yield from _tree(child)
