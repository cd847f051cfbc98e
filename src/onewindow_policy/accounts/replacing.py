"""Putting a plugin of ours in the place of a stock one, with all that it holds."""

from Acquisition import aq_base


def replace_plugin(acl_users, plugin_id: str, factory: type) -> bool:
    """Let the plugin `plugin_id` be a `factory`; return whether it had to change.

    Id, settings, accounts and what it is active for stay as they are: a user folder
    refers to its plugins by id alone. Nothing happens where there is no such plugin, or
    one that is ours already, or one whose class is no base of ours: then somebody chose
    another.
    """
    former = aq_base(acl_users._getOb(plugin_id, None))
    if former is None or isinstance(former, factory):
        return False
    if not issubclass(factory, type(former)):
        return False
    plugin = factory.__new__(factory)
    # Not its `__dict__`: that is empty while nobody has used it.
    plugin.__setstate__(former.__getstate__())
    # Not `_delObject`: that would take the plugin out of the lists of active ones.
    acl_users._setOb(plugin_id, plugin)
    return True
