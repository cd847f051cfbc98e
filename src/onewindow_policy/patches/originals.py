"""What of other packages is replaced, why, and which version of it was read for that.

Names are those that the room's `configure.zcml` gives `<patches:replace>`. Where one comes
from several modules, each has its own copy of a function, imported by name. A test fails
when the source of an original is another one than was read (tests/data/replaced.txt).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """What is replaced for one reason."""

    why: str
    #: Distributions and their versions, as they were when the replacement was written.
    read: str
    names: tuple[str, ...]
    #: Where that is asked for, or said, upstream: no official hook does the same today.
    upstream: str = ""
    #: Why sites without the portal have it too; "" where they have the original.
    everywhere: str = ""


REPLACED = (
    Group(
        why="Wall clocks are the city's, whatever the zone of the machine",
        read="DateTime 6.0, plone.dexterity 4.0.0, Products.ZCatalog 7.4",
        names=(
            "DateTime.DateTime.DateTime._calcTimezoneName",
            "DateTime.DateTime.DateTime.localZone",
            "Products.PluginIndexes.DateIndex.DateIndex.DSTDIFF",
            "Products.PluginIndexes.DateIndex.DateIndex.DSTOFFSET",
            "Products.PluginIndexes.DateIndex.DateIndex.STDOFFSET",
            "plone.dexterity.content._zone",
        ),
        everywhere="a process has one zone, as from the variable TZ",
    ),
    Group(
        why="Two templates compiled by two threads at once may fail",
        read="Chameleon 4.6.0",
        names=("chameleon.template.BaseTemplate._cook",),
        upstream="https://github.com/python/cpython/issues/106905",
        everywhere="the fault is CPython's; the result is the same",
    ),
    Group(
        why="A thread keeps the site of its last request, through a closed connection",
        read="Zope 6.3",
        names=("ZPublisher.WSGIPublisher.transaction_pubevents",),
        upstream="https://github.com/plone/volto/issues/1011",
        everywhere="it ends what one site's request leaves to the next, of any site",
    ),
    Group(
        why=(
            "What cannot be read is refused in a page; proofs of who somebody is are not"
            " taken from addresses"
        ),
        read="Zope 6.3",
        names=("ZPublisher.HTTPRequest.HTTPRequest.processInputs",),
        everywhere=(
            "inputs are read before the site is known; what was read is judged after"
            " traversal, in ours only"
        ),
    ),
    Group(
        why="The emergency user gets in from the machine alone",
        read="Products.PluggableAuthService 4.2.2",
        names=(
            "Products.PluggableAuthService.PluggableAuthService"
            ".PluggableAuthService._tryEmergencyUserAuthentication",
        ),
        everywhere="this user is the root's, and could reach ours from a site beside it",
    ),
    Group(
        why="Passwords are hashed by argon2id",
        read="AuthEncoding 6.1",
        names=("AuthEncoding.AuthEncoding.pw_encrypt",),
    ),
    Group(
        why="Passwords keep the rules through whatever door they are set",
        read="Products.PlonePAS 9.0.0, Products.CMFPlone 6.2.2",
        names=(
            "Products.CMFPlone.PasswordResetTool.PasswordResetTool.resetPassword",
            "Products.PlonePAS.plugins.user.UserManager.addUser",
            "Products.PlonePAS.plugins.user.UserManager.doChangeUser",
            "Products.PlonePAS.plugins.user.UserManager.updateUserPassword",
            "Products.PlonePAS.tools.membership.MembershipTool.setPassword",
            "Products.PlonePAS.tools.membership.MembershipTool.testCurrentPassword",
        ),
    ),
    Group(
        why="Whoever asks for a new password learns nothing; one link counts, for a day",
        read="Products.CMFPlone 6.2.2",
        names=(
            "Products.CMFPlone.PasswordResetTool.PasswordResetTool.requestReset",
            "Products.CMFPlone.RegistrationTool.RegistrationTool.mailPassword",
        ),
    ),
    Group(
        why="No ticket for one factor of two",
        read="plone.session 5.1.0",
        names=("plone.session.plugins.session.SessionPlugin.updateCredentials",),
    ),
    Group(
        why="Who gave whom which role, group or account is audited, and bounded",
        read=(
            "AccessControl 7.5, Products.PlonePAS 9.0.0,"
            " Products.PluggableAuthService 4.2.2"
        ),
        names=(
            "AccessControl.rolemanager.RoleManager.manage_addLocalRoles",
            "AccessControl.rolemanager.RoleManager.manage_delLocalRoles",
            "AccessControl.rolemanager.RoleManager.manage_setLocalRoles",
            "Products.PlonePAS.plugins.role.GroupAwareRoleManager"
            ".assignRolesToPrincipal",
            "Products.PluggableAuthService.plugins.ZODBGroupManager.ZODBGroupManager"
            ".addGroup",
            "Products.PluggableAuthService.plugins.ZODBGroupManager.ZODBGroupManager"
            ".addPrincipalToGroup",
            "Products.PluggableAuthService.plugins.ZODBGroupManager.ZODBGroupManager"
            ".removeGroup",
            "Products.PluggableAuthService.plugins.ZODBGroupManager.ZODBGroupManager"
            ".removePrincipalFromGroup",
            "Products.PluggableAuthService.plugins.ZODBRoleManager.ZODBRoleManager"
            ".assignRoleToPrincipal",
            "Products.PluggableAuthService.plugins.ZODBRoleManager.ZODBRoleManager"
            ".removeRoleFromPrincipal",
            "Products.PluggableAuthService.plugins.ZODBUserManager.ZODBUserManager"
            ".addUser",
            "Products.PluggableAuthService.plugins.ZODBUserManager.ZODBUserManager"
            ".removeUser",
        ),
    ),
    Group(
        why="Only administrators switch off what is given further up",
        read="plone.dexterity 4.0.0",
        names=("plone.dexterity.content.DexterityContent.__ac_local_roles_block__",),
        everywhere="it is read for each object; who may set it is asked in ours only",
    ),
    Group(
        why="Of two who edit the same thing the later one is told",
        read="z3c.form 6.1",
        names=("z3c.form.form.BaseForm.render",),
    ),
    Group(
        why="Pictures are judged by their headers before anything opens them",
        read=(
            "plone.namedfile 8.1.1, plone.restapi 10.0.4, Products.PlonePAS 9.0.0,"
            " Zope 6.3"
        ),
        names=(
            "OFS.Image.getImageInfo",
            "Products.PlonePAS.tools.membership.scale_image",
            "plone.namedfile.file.getImageInfo",
            "plone.namedfile.file.get_exif",
            "plone.namedfile.scaling.scaleImage",
            "plone.namedfile.utils.getImageInfo",
            "plone.restapi.services.users.update.scale_image",
        ),
    ),
    Group(
        why="Files are scanned before they become content",
        read=(
            "plone.namedfile 8.1.1, plone.formwidget.namedfile 4.0.0,"
            " Products.PlonePAS 9.0.0"
        ),
        names=(
            "Products.PlonePAS.tools.memberdata.MemberDataTool._setPortrait",
            "plone.formwidget.namedfile.converter.Base64Converter.toFieldValue",
            "plone.formwidget.namedfile.converter.Base64Converter.toWidgetValue",
            "plone.formwidget.namedfile.widget._make_namedfile",
            "plone.namedfile.file.NamedBlobFile._data",
            "plone.namedfile.file.NamedBlobFile._setData",
            "plone.namedfile.file.NamedBlobFile.data",
            "plone.namedfile.file.NamedFile._setData",
            "plone.namedfile.file.NamedFile.data",
        ),
    ),
    Group(
        why="Dates of publication are wall clocks of the city",
        read="plone.app.dexterity 5.0.2",
        names=(
            "plone.app.dexterity.behaviors.metadata.Publication.effective",
            "plone.app.dexterity.behaviors.metadata.Publication.expires",
        ),
    ),
    Group(
        why="Lists of folders rename only what was read as it stands",
        read="plone.app.content 5.0.1",
        names=("plone.app.content.browser.contents.rename.RenameAction.template",),
    ),
    Group(
        why="A form's model is judged before anything of it is run, and parsed once a text",
        read="collective.easyform 5.0.2",
        names=(
            "collective.easyform.actions.get_expression",
            "collective.easyform.api.get_model",
            "collective.easyform.api.set_actions",
            "collective.easyform.api.set_fields",
            "collective.easyform.browser.view.get_expression",
            "collective.easyform.fields.get_expression",
            "collective.easyform.subscribers.set_actions",
            "collective.easyform.subscribers.set_fields",
        ),
        everywhere=(
            "forms that registered stay closed where the portal was uninstalled; others"
            " get the original"
        ),
    ),
    Group(
        why="Half of the time in which a form is read went into making classes",
        read="collective.easyform 5.0.2",
        names=("collective.easyform.fields.superAdapter",),
    ),
    Group(
        why="The portal fetches nothing from addresses that somebody wrote",
        read="plone.app.event 6.0.1, plone.app.portlets 7.0.2",
        names=(
            "plone.app.event.ical.importer.download_ical",
            "plone.app.portlets.portlets.rss._download_feed_and_response",
        ),
    ),
    Group(
        why="Files in parts are bounded before anything of them is written",
        read="plone.restapi 10.0.4",
        names=(
            "plone.restapi.services.content.tus.TUSUpload.initialize",
            "plone.restapi.services.content.tus.UploadPatch.create_or_modify_content",
            "plone.restapi.services.content.tus.UploadPatch.reply",
            "plone.restapi.services.content.tus.UploadPost.reply",
        ),
    ),
    Group(
        why="No search takes long by a pattern, by a depth, or lists what is not public",
        read=(
            "Products.CMFPlone 6.2.2, Products.ExtendedPathIndex 6.0.0,"
            " Products.ZCatalog 7.4"
        ),
        names=(
            "Products.CMFPlone.CatalogTool.CatalogTool.searchResults",
            "Products.ExtendedPathIndex.ExtendedPathIndex.ExtendedPathIndex.search",
            "Products.ZCTextIndex.Lexicon.Lexicon.globToWordIds",
        ),
    ),
)

_GROUPS = {name: group for group in REPLACED for name in group.names}


def group_of(name: str) -> Group:
    """Return what is said of a dotted name. Raises LookupError for what is not listed."""
    return _GROUPS[name]
