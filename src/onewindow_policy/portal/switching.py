"""Large print and the language, switched within a form that is half filled.

A link to `@@set-elder-mode` would leave the page, and what was typed with it. So where a
page says that it has such a form (`IPublicPage.has_switched_form`), the form has buttons of
its own for that: it is posted to itself, and comes back filled, in the other print or
language. Masthead and footer lead to these buttons, and scripts press them at once.
"""

from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.portal.browser.frame import ELDER_COOKIE
from onewindow_policy.portal.browser.preferences import keep_cookie
from onewindow_policy.portal.browser.preferences import LANGUAGE_COOKIE
from plone.i18n.interfaces import ILanguageUtility
from plone.i18n.utility import setLanguageBinding
from zope.component import getUtility

#: The name of the buttons; their values are a kind, a colon and what is chosen.
SWITCH = "form.switch"


def switch_by_posted_form(event) -> None:
    """Answer a form that was posted by one of the buttons as was chosen, and keep it.

    After traversal, before the page is made. Nothing is written but a cookie of display.
    """
    request = event.request
    if request.get("REQUEST_METHOD") != "POST":
        return
    wanted = request.form.get(SWITCH)
    if not isinstance(wanted, str) or not IOneWindowLayer.providedBy(request):
        return
    kind, _colon, chosen = wanted.partition(":")
    if kind == "elder":
        _switch_elder_mode(request, is_on=bool(chosen))
    elif kind == "language":
        _switch_language(request, chosen)


def _switch_elder_mode(request, *, is_on: bool) -> None:
    if is_on:
        keep_cookie(request.response, ELDER_COOKIE, "1")
        request.cookies[ELDER_COOKIE] = "1"
    else:
        request.response.expireCookie(ELDER_COOKIE, path="/")
        request.cookies.pop(ELDER_COOKIE, None)


def _switch_language(request, language: str) -> None:
    if language in getUtility(ILanguageUtility).getSupportedLanguages():
        keep_cookie(request.response, LANGUAGE_COOKIE, language)
        request.cookies[LANGUAGE_COOKIE] = language
        setLanguageBinding(request)
