"""What administrators changed stays when the profile is applied once more.

GenericSetup writes what a profile says whenever it is applied: by Plone's page of imports,
by an upgrade step, or when the portal is installed again. What is there already is noted
before that, and put back after it; what the site lacks, it gets.
"""

from AccessControl.SpecialUsers import system
from collections.abc import Callable
from collections.abc import Iterator
from onewindow_policy import logger
from onewindow_policy.uninstalling import FORM_FIELDS
from onewindow_policy.uninstalling import OPERATIONS
from plone import api
from plone.app.viewletmanager.interfaces import IViewletSettingsStorage
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from plone.registry.interfaces import IRegistry
from Products.GenericSetup.context import SetupEnviron
from Products.GenericSetup.interfaces import IBody
from Products.GenericSetup.tool import UNKNOWN
from zope.annotation.interfaces import IAnnotations
from zope.component import getMultiAdapter
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.schema.interfaces import ValidationError

PROFILE = "onewindow_policy:default"

#: What the uninstall profile takes out of Plone's own settings, and a new installation
#: has to put in again.
GIVEN_BACK = frozenset({FORM_FIELDS, OPERATIONS})

IS_OLDER = """\
The site has version {found} of the profile, and this is {current}. Applying it would pass \
over what the versions between change. Back up, then run: onewindow upgrade"""

#: Under this a request keeps what puts things back.
_KEY = "onewindow_policy.reapplying"

Restore = Callable[[], None]


def note_settings(setup_tool) -> None:
    """Note what is there before the profile is applied.

    Raises `ValueError` where the site has an older one: that is upgraded.
    """
    portal = api.portal.get()
    found = setup_tool.getLastVersionForProfile(PROFILE)
    restores: list[Restore] = []
    if found != UNKNOWN:
        current = setup_tool.getVersionForProfile(PROFILE)
        if found != tuple(current.split(".")):
            raise ValueError(IS_OLDER.format(found=".".join(found), current=current))
        restores = [*keep_settings(portal), keep_removed(portal)]
    elif _was_installed():
        restores = [_keep_registry(GIVEN_BACK)]
    IAnnotations(setup_tool.REQUEST)[_KEY] = restores


def put_settings_back(setup_tool) -> None:
    """Put back what `note_settings` noted."""
    for restore in IAnnotations(setup_tool.REQUEST).pop(_KEY, ()):
        restore()


def keep_settings(portal) -> list[Restore]:
    """Return what puts back, of what is there now, whatever is changed from now on."""
    return [
        _keep_registry(),
        _keep_permissions(portal),
        _keep_types(portal),
        _keep_workflows(portal),
        _keep_actions(portal),
        _keep_configlets(portal),
        _keep_viewlets(),
    ]


def keep_removed(portal) -> Restore:
    """Return what takes away again which actions come, and gives portlets back that go.

    A site that has this version had them once: somebody removed or added them since.
    """
    panel = portal.portal_controlpanel
    actions = {path for path, _action in _actions_of(portal)}
    configlets = {each.getId() for each in panel.listActions()}
    portlets = {
        name: dict(_portlets_of(portal, manager))
        for name, manager in getUtilitiesFor(IPortletManager)
    }

    def restore() -> None:
        for path, action in list(_actions_of(portal)):
            if path not in actions:
                action.aq_parent.manage_delObjects([action.getId()])
        for each in panel.listActions():
            if each.getId() not in configlets:
                panel.unregisterConfiglet(each.getId())
        for name, assignments in portlets.items():
            mapping = _portlets_of(portal, getUtility(IPortletManager, name))
            for key, assignment in assignments.items():
                if key not in mapping:
                    mapping[key] = assignment
            if assignments:
                mapping.updateOrder(list(assignments))

    return restore


def _was_installed() -> bool:
    """Return whether the portal was here, and was uninstalled: its settings stay."""
    return any(
        name.startswith("onewindow_policy.") for name in getUtility(IRegistry).records
    )


def _keep_registry(left_out: frozenset[str] = frozenset()) -> Restore:
    records = getUtility(IRegistry).records
    values = {
        name: record.value for name, record in records.items() if name not in left_out
    }

    def restore() -> None:
        for name, value in values.items():
            record = records.get(name)
            if record is None or record.value == value:
                continue
            try:
                record.value = value
            except ValidationError:
                logger.warning("What was set as %s does not fit any more.", name)

    return restore


def _keep_permissions(portal) -> Restore:
    granted = {
        name: value
        for name, value in vars(portal.aq_base).items()
        if name.startswith("_") and name.endswith("_Permission")
    }

    def restore() -> None:
        for name, value in granted.items():
            if getattr(portal.aq_base, name) != value:
                setattr(portal, name, value)

    return restore


def _keep_types(portal) -> Restore:
    types = portal.portal_types
    kept = {
        name: (dict(fti.propertyItems()), fti._cloneActions())
        for name, fti in types.objectItems()
    }

    def restore() -> None:
        for name, (properties, actions) in kept.items():
            fti = types.get(name)
            if fti is None:
                continue
            _put_properties_back(fti, properties)
            fti._actions = actions

    return restore


def _keep_workflows(portal) -> Restore:
    tool = portal.portal_workflow
    chains = dict(tool._chains_by_type or {})
    default_chain = tool.getDefaultChain()
    bodies = {name: _written(workflow) for name, workflow in tool.objectItems()}

    def restore() -> None:
        is_changed = False
        for name, body in bodies.items():
            workflow = tool.get(name)
            if workflow is not None and _written(workflow) != body:
                _body(workflow).body = body
                is_changed = True
        if dict(tool._chains_by_type or {}) != chains:
            for name, chain in chains.items():
                tool.setChainForPortalTypes([name], chain, verify=False)
            is_changed = True
        tool.setDefaultChain(",".join(default_chain))
        if is_changed:
            tool.updateRoleMappings()

    return restore


def _keep_actions(portal) -> Restore:
    kept = {path: dict(action.propertyItems()) for path, action in _actions_of(portal)}
    orders = {
        category.getId(): category.objectIds()
        for category in portal.portal_actions.objectValues()
    }

    def restore() -> None:
        for path, action in _actions_of(portal):
            if path in kept:
                _put_properties_back(action, kept[path])
        for name, order in orders.items():
            category = portal.portal_actions.get(name)
            present = [each for each in order if each in category]
            category.moveObjectsByDelta(present, -len(category))

    return restore


def _keep_configlets(portal) -> Restore:
    panel = portal.portal_controlpanel
    kept = {each.getId(): each for each in panel._cloneActions()}

    def restore() -> None:
        panel._actions = tuple(
            kept.get(each.getId(), each) for each in panel.listActions()
        )

    return restore


def _keep_viewlets() -> Restore:
    storage = getUtility(IViewletSettingsStorage)
    kept = [
        (setting, skin, manager, viewlets)
        for setting, skins in (
            (storage.setOrder, storage._order),
            (storage.setHidden, storage._hidden),
        )
        for skin, managers in skins.items()
        for manager, viewlets in managers.items()
    ]

    def restore() -> None:
        for setting, skin, manager, viewlets in kept:
            setting(manager, skin, viewlets)

    return restore


def _actions_of(portal) -> Iterator[tuple]:
    """Yield category and id of each action of the menus, and the action."""
    for category in portal.portal_actions.objectValues():
        for action in category.objectValues():
            yield (category.getId(), action.getId()), action


def _portlets_of(portal, manager):
    return getMultiAdapter((portal, manager), IPortletAssignmentMapping)


def _written(workflow) -> bytes:
    """Return a workflow as a profile says it."""
    # GenericSetup writes it by a template, which asks what the user may see; a Site
    # Administrator may upgrade a site, and not see that.
    with api.env.adopt_user(user=system):
        return _body(workflow).body


def _body(workflow):
    return getMultiAdapter((workflow, SetupEnviron()), IBody)


def _put_properties_back(properties_manager, kept: dict) -> None:
    changed = {
        name: kept[name]
        for name, value in properties_manager.propertyItems()
        if name in kept and kept[name] != value
    }
    if changed:
        properties_manager.manage_changeProperties(**changed)
