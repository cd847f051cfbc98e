"""What a profile builds beyond settings: the rooms of the site, and what Plone lacks."""

from onewindow_policy import _
from onewindow_policy.accounts.doors import guard_doors
from onewindow_policy.accounts.installation import give_sessions
from onewindow_policy.accounts.installation import keep_accounts_apart
from onewindow_policy.accounts.setup import set_up_passwords
from onewindow_policy.feedback.api import FORM_PATH as SUGGESTION_PATH
from onewindow_policy.feedback.api import suggestion_form
from onewindow_policy.forms.api import APPLICATION_ACTIONS
from onewindow_policy.forms.api import set_registering
from onewindow_policy.forms.api import TEMPLATE_PATH
from onewindow_policy.forms.generation import packaged_template
from onewindow_policy.messages.mailhost import use_outbox
from onewindow_policy.publishing.rooms import let_reviewers_mend
from onewindow_policy.publishing.rooms import make_room
from onewindow_policy.reapplying import put_settings_back
from onewindow_policy.uninstalling import give_layouts_back
from plone import api
from plone.base.interfaces import INonInstallable
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletAssignmentSettings
from plone.portlets.interfaces import IPortletManager
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.i18n import translate
from zope.interface import implementer

#: id, type, title, view. They are the addresses that everything links to.
STRUCTURE = (
    ("catalogue", "ServiceCatalogue", _("title_catalogue", default="Services"), None),
    (
        "samples",
        "Folder",
        _("title_samples", default="Forms to download"),
        "samples_listing",
    ),
    (
        "journeys",
        "Folder",
        _("title_journeys", default="Events in life, step by step"),
        "journeys_listing",
    ),
    ("communities", "City", _("title_communities", default="Communities"), None),
    ("news", "Folder", _("title_news", default="News and notices"), "news_listing"),
    ("forms", "Folder", _("title_forms", default="Forms"), "listing_view"),
    ("screens", "Folder", _("title_screens", default="Screens"), "screens_listing"),
)

#: Where Plone's pages have portlets.
PORTLET_MANAGERS = ("plone.leftcolumn", "plone.rightcolumn", "plone.footerportlets")

#: Stands for a city's code until an import or an administrator enters it.
NO_CODE = "000000"


@implementer(INonInstallable)
class HiddenProfiles:
    """Profiles that nobody chooses: neither for a new site nor among the add-ons."""

    def getNonInstallableProducts(self) -> list[str]:
        """See `INonInstallable`."""
        return []

    def getNonInstallableProfiles(self) -> list[str]:
        """See `INonInstallable`."""
        return ["onewindow_policy:uninstall"]


def build_structure(setup_tool) -> None:
    """Create the containers that the product's addresses rest on, where missing."""
    portal = api.portal.get()
    keep_accounts_apart(portal)
    set_up_passwords(portal)
    give_sessions(portal)
    guard_doors(portal)
    use_outbox(portal)
    make_missing_rooms(portal)
    let_reviewers_mend()
    build_form_template(portal)
    build_suggestion_form(portal)
    give_layouts_back(portal)
    write_what_looking_would(portal)
    put_settings_back(setup_tool)


def make_missing_rooms(portal) -> None:
    """Create the rooms of the site that it lacks, and see to it that all are public."""
    # The catalogues are registered as zh_CN; an explicit "zh-cn" would find none.
    language, _sep, territory = api.portal.get_default_language().partition("-")
    if territory:
        language = f"{language}_{territory.upper()}"
    for name, portal_type, title, view in STRUCTURE:
        if name in portal:
            continue
        values = {"code": NO_CODE} if portal_type == "City" else {}
        container = api.content.create(
            container=portal,
            type=portal_type,
            id=name,
            title=translate(title, target_language=language),
            **values,
        )
        if view is not None:
            container.setLayout(view)
            # What is public when the room is none any more, without this product.
            api.content.transition(obj=container, to_state="published")
    make_rooms(portal)


def make_rooms(portal) -> None:
    """See to it that the rooms of the site are public, and stay so."""
    for name, *_rest in STRUCTURE:
        if name in portal:
            make_room(portal[name])


def write_what_looking_would(portal) -> None:
    """Write what Plone writes when it first misses it, even if somebody only looks.

    Control panels would ask whoever opens them whether the change was meant: the roles
    of the product, as the role manager lists them; the settings of portlets.
    """
    portal.acl_users.portal_role_manager.updateRolesList()
    for name in PORTLET_MANAGERS:
        manager = getUtility(IPortletManager, name)
        portlets = getMultiAdapter((portal, manager), IPortletAssignmentMapping)
        for portlet in portlets.values():
            IPortletAssignmentSettings(portlet)


def build_form_template(portal) -> None:
    """Create the form that the forms of items are made from, where missing.

    It stays a draft: editors change it, and residents never see it.
    """
    folder, name = TEMPLATE_PATH.split("/")
    if name in portal[folder]:
        return
    form = api.content.create(
        container=portal[folder],
        type="EasyForm",
        id=name,
        title="网上申请表模板",
        description="新的网上申请表由此生成；已经生成的表单不受影响。",
    )
    form.fields_model = packaged_template()
    form.actions_model = APPLICATION_ACTIONS
    form.submitLabel = "提交申请"
    set_registering(form, True)
    form.reindexObject()


def build_suggestion_form(portal) -> None:
    """Create the form of the suggestion box, where missing, for everybody."""
    folder, name = SUGGESTION_PATH.split("/")
    if name in portal[folder]:
        return
    form = api.content.create(
        container=portal[folder],
        type="EasyForm",
        id=name,
        **suggestion_form(),
    )
    api.content.transition(obj=form, to_state="published")
