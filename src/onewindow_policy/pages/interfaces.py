"""What the public face asks of a page."""

from zope.interface import Attribute
from zope.interface import Interface


class ISiteAnswer(Interface):
    """A page or an act of the portal that residents look for (查进度, 意见箱, 人工电话).

    A named utility of the room that has it; the search finds it by its words and shows it
    before all that is found.
    """

    order = Attribute("Smaller numbers come first; only a few are shown at once.")
    title = Attribute("What it is called: a message.")
    text = Attribute("One sentence that answers: a message; `${phone}` is the phone.")
    path = Attribute("Where it is, below the site; empty for what is only said.")
    words = Attribute(
        "How people ask for it: Chinese and English, as they are spoken. Words of up to"
        " two characters count alone only, longer ones within a question too."
    )
    shows_window = Attribute("Whether the reader's own window belongs to it.")

    phone = Attribute("Called, it returns the number to call, empty for none.")
    is_offered = Attribute("Called, it returns whether this site has it now.")


class IPublicPage(Interface):
    """What a view may tell the public main template about its page.

    All of it is optional, and asked of any view by name: a room offers what it has
    without importing anything from here, and a stock view offers none of it.
    """

    page_title = Attribute(
        "What the page is called: its title, and the last of its breadcrumbs. Default:"
        " the `label` of a form, else the title of the context."
    )
    page_scope = Attribute(
        "Which of the pages with this title it is: its district, or what a list was"
        " narrowed down to. In the title of the window and of shared cards."
    )
    page_description = Attribute(
        "One sentence for search engines; default: the context's."
    )
    breadcrumbs = Attribute(
        "Pairs of title and address from below the home page to this one, the last with"
        " None. Default: the containers of the context, by their titles."
    )
    is_staff_page = Attribute(
        "Whether staff work there: then its breadcrumbs begin with their work."
    )
    page_keys = Attribute(
        "Keys of elements that this page of staff has besides those of all (see"
        " `desks.keys`); () for none, where it is no `is_staff_page`."
    )
    canonical_url = Attribute("The one address of a page that has several.")
    has_switched_form = Attribute(
        "Whether the page has a form that must not lose what was typed when print or"
        " language are switched: it is posted to itself (see `portal.switching`)."
    )
    has_own_search = Attribute(
        "Whether the page shows a search field itself, so that the masthead needs none."
    )
    article_date = Attribute(
        "The day (YYYY-MM-DD, or empty) of the one thing that the page is about; None, the"
        " default, for a page about many."
    )
    article_source = Attribute("Who answers for that thing.")
    article_keywords = Attribute("Words for it, other names above all.")
    article_author = Attribute("Who wrote it.")
    article_column = Attribute(
        "The column that a page of one thing or of many is in, where not the room's own."
    )
    share_image_url = Attribute(
        "A picture on the page of 300 pixels or more, for the cards of who shares it."
    )
    batch = Attribute("The `plone.batching` batch shown, for rel=prev and rel=next.")


class IShowsFiles(Interface):
    """Marks a request whose page shows files of the portal in a frame of its own."""


class IAsksForCamera(Interface):
    """Marks a request whose page, one of staff, may ask for the camera of its computer."""
