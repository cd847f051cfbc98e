"""What the public face asks of a page, and offers to it."""

from zope.interface import Attribute
from zope.interface import Interface


class IPublicPage(Interface):
    """What a view may tell the public main template about its page.

    All of it is optional, and asked of any view by name: a room offers what it has
    without importing anything from here, and a stock view offers none of it.
    """

    page_title = Attribute(
        "What the page is called: its title, and the last of its breadcrumbs. Default:"
        " the `label` of a form, else the title of the context."
    )
    page_description = Attribute(
        "One sentence for search engines; default: the context's."
    )
    breadcrumbs = Attribute(
        "Pairs of title and address from below the home page to this one, the last with"
        " None. Default: the containers of the context, by their titles."
    )
    canonical_url = Attribute("The one address of a page that has several.")
    has_own_search = Attribute(
        "Whether the page shows a search field itself, so that the masthead needs none."
    )
    batch = Attribute("The `plone.batching` batch shown, for rel=prev and rel=next.")


class IPublicFrame(Interface):
    """What stands around every public page (the view `public_frame` of any context)."""

    language = Attribute("The language of the page as a BCP 47 tag, e.g. zh-CN.")
    translation_target = Attribute("That language as our catalogues are named.")
    html_class = Attribute("The class of the root element: `elder` in elder mode.")
    portal_url = Attribute("Where the portal is.")
    stylesheet_url = Attribute("The style sheet; its address changes with its content.")
    script_url = Attribute("The script; its address changes with its content.")
    icon_url = Attribute("The icon of the site.")
    footer = Attribute("The foot of the page, as HTML.")
    messages = Attribute(
        "Status messages, which are then gone: dicts with css, role, kind, text."
    )

    def page(view):
        """Return what the head and the breadcrumbs say of `view`: `IPublicPage`."""

    def masthead(page):
        """Return everything above the main part, as HTML; `page` is of `page(view)`."""
