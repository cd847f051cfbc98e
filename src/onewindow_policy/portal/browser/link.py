"""A Link among the content: to whoever does not edit it, a way on."""

from onewindow_policy.portal.links import Exits
from plone.app.contenttypes.browser.link_redirect_view import LinkRedirectView


class LinkView(LinkRedirectView):
    """The stock view, which sends readers on; out of the portal by way of the notice."""

    def absolute_target_url(self) -> str:
        return Exits().way_to(super().absolute_target_url())
