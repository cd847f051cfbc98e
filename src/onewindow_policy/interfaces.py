"""What marks requests to sites where the product is installed."""

from collective.easyform.interfaces import IEasyFormLayer
from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class IOneWindowLayer(IEasyFormLayer, IDefaultBrowserLayer):
    """Requests of a site with the product installed; all our views are for it.

    It extends EasyForm's, so that what we register again of its pages wins over them:
    which of two layers comes first in a request is left to chance otherwise.
    """
