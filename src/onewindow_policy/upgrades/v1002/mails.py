"""Mails go by the outbox."""

from onewindow_policy.messages.mailhost import use_outbox
from plone import api


def keep_mails_in_outbox(_setup_tool) -> None:
    """Have the site's mail host keep what it is to send, with its settings."""
    use_outbox(api.portal.get())
