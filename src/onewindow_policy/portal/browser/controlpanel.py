"""The control panel of the portal: name, colours, hotline, foot, home page."""

from onewindow_policy import _
from onewindow_policy.portal.constraints import light_picture
from onewindow_policy.portal.interfaces import IPortalSettings
from onewindow_policy.portal.interfaces import SETTINGS_PREFIX
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.formwidget.namedfile.widget import NamedImageFieldWidget
from plone.registry.interfaces import IRegistry
from z3c.form.browser.orderedselect import OrderedSelectFieldWidget
from z3c.form.browser.textlines import TextLinesFieldWidget
from zope import schema
from zope.component import getUtility
from zope.interface import Interface


class IPortalName(Interface):
    """What Plone itself keeps of a site; its own pages and ours show the same."""

    site_title = schema.TextLine(
        title=_("label_site_title", default="Name of the portal"),
        description=_(
            "help_site_title",
            default="At the head of each page, in its title, and when it is shared.",
        ),
    )
    site_logo = schema.Bytes(
        title=_("label_site_logo", default="Logo"),
        description=_(
            "help_site_logo",
            default=(
                "Stands before the name, 36 pixels high: SVG or PNG of at most 20 KB."
                " Without one of its own the portal has its seal."
            ),
        ),
        constraint=light_picture,
        required=False,
    )


#: The fields in the order in which the form has them, with their records.
RECORDS = {
    **{name: f"plone.{name}" for name in schema.getFieldNamesInOrder(IPortalName)},
    **{
        name: f"{SETTINGS_PREFIX}.{name}"
        for name in schema.getFieldNamesInOrder(IPortalSettings)
    },
}


class IPortalForm(IPortalName, IPortalSettings):
    """All that the form edits."""


class PortalForm(RegistryEditForm):
    """The settings of `IPortalSettings`, and the name and logo of the site."""

    schema = IPortalForm
    schema_prefix = SETTINGS_PREFIX
    label = _("title_portal_settings", default="Portal")
    description = _(
        "help_portal_settings",
        default=(
            "What residents see of the portal as a whole. Changes show at once; caches"
            " in front of it may take some minutes."
        ),
    )

    def getContent(self):
        registry = getUtility(IRegistry)
        return {name: registry.get(record) for name, record in RECORDS.items()}

    def applyChanges(self, data):
        registry = getUtility(IRegistry)
        old = self.getContent()
        changed = {name: new for name, new in data.items() if new != old[name]}
        for name, value in changed.items():
            registry[RECORDS[name]] = value
        return changed

    def updateFields(self):
        super().updateFields()
        self.fields = self.fields.select(*RECORDS)
        self.fields["site_logo"].widgetFactory = NamedImageFieldWidget
        self.fields["home_blocks"].widgetFactory = OrderedSelectFieldWidget
        self.fields["direct_hosts"].widgetFactory = TextLinesFieldWidget
        self.fields["accessibility_gaps"].widgetFactory = TextLinesFieldWidget


class PortalControlPanel(ControlPanelFormWrapper):
    """See `PortalForm`."""

    form = PortalForm
