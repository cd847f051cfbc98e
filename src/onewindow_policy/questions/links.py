"""The ways from a service at a window to what was asked about it."""

from onewindow_policy import _
from onewindow_policy.questions.addresses import ask_path
from onewindow_policy.questions.addresses import list_path
from onewindow_policy.questions.asking import may_ask
from onewindow_policy.questions.reading import may_view
from zope.i18nmessageid import Message

_ASK = _("link_ask_department", default="Ask the department")
_READ = _("link_item_questions", default="What was asked about this service")


def question_links(
    user, item_code: str, community_code: str = ""
) -> list[tuple[Message, str]]:
    """Return what leads from a service to asking about it and to what was asked: words, and
    paths below the site. Nothing for whom neither is."""
    links = []
    if may_view(user):
        links.append((_READ, list_path(item_code)))
    if may_ask(user):
        # Who works elsewhere asks for their own window.
        own = community_code if may_ask(user, community_code or None) else ""
        links.append((_ASK, ask_path(item_code, own)))
    return links
