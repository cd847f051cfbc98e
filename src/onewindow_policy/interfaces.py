"""What marks requests to sites where the product is installed."""

from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class IOneWindowLayer(IDefaultBrowserLayer):
    """Requests of a site with the product installed; all our views are for it."""
