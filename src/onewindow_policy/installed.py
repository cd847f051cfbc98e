"""Whether the portal is installed in the site that is asked for.

The code is in every site of a process: those without the portal beside it, and those that
it was uninstalled from. What hears of content there must leave it alone.
"""

from onewindow_policy.interfaces import IOneWindowLayer
from plone.browserlayer.utils import registered_layers
from zope.component.hooks import getSite


def is_installed() -> bool:
    """Return whether the product is installed in the site that is set."""
    return getSite() is not None and IOneWindowLayer in registered_layers()
