"""Translations for Plone's scripts, also where a language has a territory."""

from onewindow_policy.vocabularies.api import translation_target
from plone.app.content.browser.i18n import i18njs as StockScriptMessages


class ScriptMessages(StockScriptMessages):
    """Folder contents, pickers and the text editor ask here, for `zh-cn`.

    The stock view looks that up among catalogues that are named zh_CN, and finds none.
    """

    def __call__(self, domain=None, language=None):
        language = language or self.request.get("LANGUAGE", "")
        return super().__call__(domain, translation_target(language))
