"""Why a PDF is not taken."""


class UnfitPdf(Exception):
    """A PDF that those who need it could not open, or that does more than show pages.

    `reason` is `locked` (it needs a password), `cut` (its end is missing), `broken`,
    `intricate` (reading it takes too much), `commands` (it runs something), `embedded`
    (other files are in it), `moving` (films, sounds), `xfa` (a form that few readers show),
    or `unjudged`: it could not be looked at just now.
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason
