"""What the page about the progress of a case leads to: asking about one's own data."""

from onewindow_policy import _
from onewindow_policy.cases.interfaces import ICaseOffer
from zope.interface import implementer

MY_DATA = "@@my-data"


@implementer(ICaseOffer)
class MyData:
    """See `ICaseOffer`."""

    title = _("title_my_data", default="My personal information")
    path = MY_DATA


my_data = MyData()
