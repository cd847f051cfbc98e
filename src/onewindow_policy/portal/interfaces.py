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
    page_description = Attribute("One sentence for search engines; default: the context's.")
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
    is_home = Attribute("Whether this is the home page.")
    portal_url = Attribute("Where the portal is.")
    site_title = Attribute("The name of the portal.")
    stylesheet_url = Attribute("The style sheet; its address changes with its content.")
    script_url = Attribute("The script; its address changes with its content.")
    icon_url = Attribute("The icon of the site.")
    navigation = Attribute("The main navigation: title, address, aria-current.")
    other_languages = Attribute("Languages to switch to: code, name, address.")
    member = Attribute("Name and links of who is logged in, or None.")
    notice = Attribute("What a fictional city says on every page, or None.")
    organiser = Attribute("The unit that runs the portal, or None.")
    messages = Attribute(
        "Status messages, which are then gone: dicts with css, role, kind, text."
    )

    def page(view):
        """Return what the head and the breadcrumbs say of `view` (see `IPublicPage`)."""
