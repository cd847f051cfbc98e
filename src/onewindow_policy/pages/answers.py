"""What the portal itself answers to whoever looks for one of its own pages and acts."""

from collections.abc import Callable
from dataclasses import dataclass
from onewindow_policy.pages.interfaces import ISiteAnswer
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(ISiteAnswer)
@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """See `ISiteAnswer`; `is_offered` is asked where a page may be missing."""

    order: int
    title: Message
    text: Message
    path: str
    words: tuple[str, ...]
    shows_window: bool = False
    phone: Callable[[], str] = str
    is_offered: Callable[[], bool] = lambda: True
