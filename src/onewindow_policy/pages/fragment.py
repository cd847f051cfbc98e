"""Parts of pages, rendered by Chameleon itself."""

from chameleon import PageTemplateFile
from pathlib import Path
from zope.i18n import translate


class Fragment(PageTemplateFile):
    """A template that is given all it shows; its expressions are Python.

    Zope's page templates on top of Chameleon evaluate each expression through a context
    of their own, and negotiate the language anew for each translation: a list of two
    hundred expressions takes four times as long. Nothing in a fragment needs them.
    Everything it inserts is escaped.
    """

    def __init__(self, path: Path):
        super().__init__(path, translate=translate)
