"""Views that tests register for themselves."""

from Products.Five import BrowserView


class OurView(BrowserView):
    """May be asked for by address, as a view of a class of ours."""
