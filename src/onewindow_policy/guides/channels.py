"""The ways to apply for a service that are open now.

A guide says for good that one can apply online; the form may be closed for a while.
"""

from onewindow_policy.guides.interfaces import IOnlineApplication
from onewindow_policy.guides.resolved import ResolvedGuide


def is_online_suspended(item, guide: ResolvedGuide) -> bool:
    """Return whether `guide` says that `item` is applied for online, and nobody can now."""
    return guide.channel_online and IOnlineApplication(item, None) is None


def open_channels(item, guide: ResolvedGuide) -> tuple[str, ...]:
    """Return the channels of `guide` by which `item` is applied for now."""
    if not is_online_suspended(item, guide):
        return guide.channels
    return tuple(name for name in guide.channels if name != "online")
