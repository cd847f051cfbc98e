"""Who sees the public face, in which language."""

from AccessControl import getSecurityManager
from onewindow_policy import PACKAGE_NAME
from plone import api
from zope.component import getUtility
from zope.component import queryUtility
from zope.i18n.interfaces import INegotiator
from zope.i18n.interfaces import ITranslationDomain

USE_EDITING_INTERFACE = "onewindow_policy: Use Editing Interface"


def uses_editing_interface(context) -> bool:
    """Return whether the current user works on `context` in Plone's own interface."""
    return bool(getSecurityManager().checkPermission(USE_EDITING_INTERFACE, context))


def language_of(request) -> str:
    """Return the language of the page, as code lists know it: `zh-cn` or `en`."""
    return request.get("LANGUAGE") or api.portal.get_default_language()


def translation_target(request) -> str:
    """Return the language of the page as our catalogues of translations are named.

    Each translation would negotiate it anew, which takes four times as long as to
    translate; a template says it once, with i18n:target.
    """
    domain = queryUtility(ITranslationDomain, PACKAGE_NAME)
    known = domain.getCatalogsInfo() if domain is not None else ()
    # English needs no catalogue: it is what the messages say themselves.
    return getUtility(INegotiator).getLanguage(known, request) or "en"


def content_language(language: str) -> str | None:
    """Return the lang attribute of content on a page in `language`, None for none.

    What the city writes is Chinese, also on an English page: there a screen reader must
    be told.
    """
    return None if language.startswith("zh") else "zh-CN"
