"""Who sees the public face, in which language."""

from AccessControl import getSecurityManager

USE_EDITING_INTERFACE = "onewindow_policy: Use Editing Interface"


def uses_editing_interface(context) -> bool:
    """Return whether the current user works on `context` in Plone's own interface."""
    return bool(getSecurityManager().checkPermission(USE_EDITING_INTERFACE, context))


def content_language(language: str) -> str | None:
    """Return the lang attribute of content on a page in `language`, None for none.

    What the city writes is Chinese, also on an English page: there a screen reader must
    be told.
    """
    return None if language.startswith("zh") else "zh-CN"
