"""The style sheet of a city's own colours."""

from onewindow_policy.portal.colours import stylesheet
from onewindow_policy.portal.settings import portal_settings
from Products.Five import BrowserView

import hashlib

SECONDS_A_YEAR = 365 * 24 * 60 * 60


def version_of(css: str) -> str:
    """Return what changes with `css`, for its address and its ETag."""
    return hashlib.sha256(css.encode()).hexdigest()[:8]


def own_stylesheet() -> str:
    """Return the CSS of the colours that the city has chosen, or the standard ones."""
    settings = portal_settings()
    return stylesheet(settings.brand, settings.accent)


class ColoursView(BrowserView):
    """`/@@portal-colours.css`: a file, since pages hold no inline style."""

    def __call__(self) -> str:
        css = own_stylesheet()
        tag = f'"{version_of(css)}"'
        response = self.request.response
        response.setHeader("Content-Type", "text/css; charset=utf-8")
        response.setHeader("ETag", tag)
        # Its address changes with it; whoever asks without the version asks again.
        is_current = self.request.form.get("v") == version_of(css)
        age = SECONDS_A_YEAR if is_current else 0
        response.setHeader("Cache-Control", f"public, max-age={age}")
        if tag in (self.request.get_header("If-None-Match") or ""):
            response.setStatus(304)
            return ""
        return css
