"""What other packages call private and is used all the same, why, and what was read.

Functions of this room are the only ones that reach for it, but for classes of ours that
are made of such a class. A test fails when the source of what is named is another one than
was read (tests/data/replaced.txt).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """What is used though its name says that it is private."""

    why: str
    read: str
    #: The private names, as they are used.
    used: tuple[str, ...]
    #: Where they are defined or filled.
    names: tuple[str, ...]
    upstream: str = ""


_PAS = "Products.PluggableAuthService.PluggableAuthService.PluggableAuthService"
_PLUGINS = "Products.PluggableAuthService.plugins"

KNOWN = (
    Known(
        why="The catalog counts its changes: what is kept of content is as old as that",
        read="Products.CMFPlone 6.2.2",
        used=("_counter", "_increment_counter"),
        names=("Products.CMFPlone.CatalogTool.CatalogTool._increment_counter",),
    ),
    Known(
        why="Lists of a thousand services are made of record ids, and wake no record",
        read="Products.ZCatalog 7.4, Zope 6.3",
        used=("_catalog", "_convert", "_index", "_seq"),
        names=(
            "Products.PluginIndexes.DateIndex.DateIndex.DateIndex._convert",
            "Products.PluginIndexes.unindex.UnIndex.clear",
            "Products.ZCatalog.Catalog.Catalog.__getitem__",
            "Products.ZCatalog.Catalog.Catalog.getIndex",
            "Products.ZCatalog.Catalog.Catalog.searchResults",
            "ZTUtils.Lazy.LazyMap.__init__",
        ),
    ),
    Known(
        why="A search goes no deeper than there is content",
        read="Products.ExtendedPathIndex 6.0.0",
        used=("_depth",),
        names=(
            "Products.ExtendedPathIndex.ExtendedPathIndex.ExtendedPathIndex.insertEntry",
        ),
    ),
    Known(
        why="Accounts are entered, closed, judged and forgotten as they are kept",
        read="Products.PluggableAuthService 4.2.2, Products.PlonePAS 9.0.0",
        used=(
            *("_user_passwords", "_login_to_userid", "_userid_to_login"),
            *("_principal_roles", "_principal_groups", "_group_principal_map"),
            *("_verifyUser", "_extractUserIds", "_deletePortrait"),
            "_findUsersAclHome",
        ),
        names=(
            f"{_PAS}._extractUserIds",
            f"{_PAS}._verifyUser",
            f"{_PLUGINS}.ZODBGroupManager.ZODBGroupManager.__init__",
            f"{_PLUGINS}.ZODBRoleManager.ZODBRoleManager.__init__",
            f"{_PLUGINS}.ZODBUserManager.ZODBUserManager.__init__",
            "Products.PlonePAS.tools.memberdata.MemberDataTool._deletePortrait",
            "Products.PlonePAS.tools.membership.MembershipTool._findUsersAclHome",
        ),
    ),
    Known(
        why="Sessions and tokens say of which log-in they are, and end with it",
        read="plone.session 5.1.0, plone.restapi 10.0.4",
        used=("_decode_token", "_setupSession", "_validateTicket", "_refreshSession"),
        names=(
            "plone.restapi.pas.plugin.JWTAuthenticationPlugin._decode_token",
            "plone.session.plugins.session.SessionPlugin._refreshSession",
            "plone.session.plugins.session.SessionPlugin._setupSession",
            "plone.session.plugins.session.SessionPlugin._validateTicket",
        ),
    ),
    Known(
        why="A link for a new password ends when another one is made or used",
        read="Products.CMFPlone 6.2.2",
        used=("_requests",),
        names=("Products.CMFPlone.PasswordResetTool.PasswordResetTool.__init__",),
    ),
    Known(
        why="The API asks for the old password before it sets a new one",
        read="plone.restapi 10.0.4",
        used=(
            *("_change_user_password", "_error", "_file", "_get_current_user"),
            *("_get_user", "_get_user_by_login_name", "_get_user_id"),
        ),
        names=(
            "plone.restapi.services.users.add.UsersPost._error",
            "plone.restapi.services.users.add.UsersPost._get_user_by_login_name",
            "plone.restapi.services.users.update.UsersPatch._change_user_password",
            "plone.restapi.services.users.update.UsersPatch._error",
            "plone.restapi.services.users.update.UsersPatch._get_current_user",
            "plone.restapi.services.users.update.UsersPatch._get_user",
            "plone.restapi.services.users.update.UsersPatch._get_user_id",
        ),
    ),
    Known(
        why="Who sends a request is known before anybody is asked to log in",
        read="Zope 6.3",
        used=("_auth",),
        names=("ZPublisher.HTTPRequest.HTTPRequest.__init__",),
    ),
    Known(
        why="A page that says why stands in the place of the log-in",
        read="Zope 6.3",
        used=("_unauthorized",),
        names=("ZPublisher.WSGIPublisher.transaction_pubevents",),
        upstream="https://github.com/zopefoundation/Zope/issues/943",
    ),
    Known(
        why="What an administrator changed stays when the profile is applied again",
        read="Products.CMFCore 3.9, plone.app.viewletmanager 5.0.0",
        used=("_chains_by_type", "_cloneActions", "_hidden"),
        names=(
            "Products.CMFCore.ActionProviderBase.ActionProviderBase._cloneActions",
            "Products.CMFCore.WorkflowTool.WorkflowTool.setChainForPortalTypes",
            "plone.app.viewletmanager.storage.ViewletSettingsStorage.__init__",
        ),
    ),
    Known(
        why="Boxes of a form's actions are ticked as they were sent",
        read="collective.easyform 5.0.2",
        used=("_iterateOverWidgets",),
        names=(
            "collective.easyform.browser.actions.EasyFormActionsListing"
            "._iterateOverWidgets",
        ),
    ),
    Known(
        why="Files are read and stored by the method that checks them",
        read="plone.namedfile 8.1.1",
        used=("_getData", "_setData"),
        names=("plone.namedfile.file.NamedBlobFile._getData",),
    ),
    Known(
        why="Links are asked for at public addresses only",
        read="Python 3.11 to 3.13",
        used=("_context", "_create_connection"),
        # Of three versions of Python; tests of links show that it is as it was.
        names=(),
    ),
    Known(
        why="Word counts the pages of a sample itself",
        read="python-docx 1.2.0",
        used=("_r",),
        names=("docx.text.run.Run.__init__",),
    ),
)
