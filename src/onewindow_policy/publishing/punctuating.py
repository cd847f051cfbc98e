"""What editors save, and what becomes public, is printed as Chinese is.

Their words stay; only width and spaces are set, and they are told where.
"""

from onewindow_policy import _
from onewindow_policy.publishing.api import WORKFLOW
from onewindow_policy.publishing.interfaces import IProse
from onewindow_policy.publishing.prose import Passage
from plone import api
from zope.globalrequest import getRequest
from zope.i18n import translate

#: As many fields are named where there are more.
NAMED = 8


def punctuate(content, event) -> None:
    """Set the punctuation of what was saved, and say in which fields."""
    prose = IProse(content, None)
    found = prose.punctuate() if prose is not None else []
    request = getRequest()
    if found and request is not None:
        api.portal.show_message(_told(found, request), request)


def punctuate_before_publication(content, event) -> None:
    """Set the punctuation of what was written before this was done at saving."""
    is_ours = event.workflow.getId() == WORKFLOW and event.transition is not None
    if is_ours and event.transition.getId() in ("submit", "publish"):
        punctuate(content, event)


def _told(found: list[Passage], request):
    titles = dict.fromkeys(
        translate(passage.field, context=request) for passage in found
    )
    return _(
        "message_punctuation_set",
        default="Punctuation and spaces were set as Chinese is printed: ${fields}.",
        mapping={"fields": "、".join([*titles][:NAMED])},
    )
