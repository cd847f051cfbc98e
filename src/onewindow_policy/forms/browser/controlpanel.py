"""The control panel in which a city words its notice at collection."""

from onewindow_policy import _
from onewindow_policy.forms.interfaces import INoticeSettings
from onewindow_policy.forms.interfaces import INoticeVersion
from onewindow_policy.forms.notices import PREFIX
from onewindow_policy.workdays.api import today
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


class NoticeForm(RegistryEditForm):
    """The texts of `INoticeSettings`; a change of any makes a new version."""

    schema = INoticeSettings
    schema_prefix = PREFIX
    label = _("title_collection_notice", default="Notice at collection")

    @property
    def description(self):
        version = self._version
        return _(
            "help_collection_notice",
            default=(
                "What residents read before they fill in a form. In force: version"
                " ${version}. Each change makes the next one; cases keep the one their"
                " applicant was shown."
            ),
            mapping={"version": version.version},
        )

    @property
    def _version(self):
        return getUtility(IRegistry).forInterface(INoticeVersion, prefix=PREFIX)

    def applyChanges(self, data):
        changes = super().applyChanges(data)
        if changes:
            version = self._version
            version.version += 1
            version.dated = today()
        return changes


class NoticeControlPanel(ControlPanelFormWrapper):
    """See `NoticeForm`."""

    form = NoticeForm
