"""What the head and the breadcrumbs say of a page, asked of its view by name."""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from Acquisition import aq_parent
from dataclasses import dataclass
from dataclasses import replace
from onewindow_policy import _
from onewindow_policy.desks.api import Key
from onewindow_policy.desks.api import keys_of_page
from onewindow_policy.desks.api import WORK_TITLE
from onewindow_policy.pages.api import page_links
from onewindow_policy.portal.browser.tags import Article
from onewindow_policy.portal.browser.tags import article_tags
from onewindow_policy.portal.browser.tags import column_of
from onewindow_policy.portal.browser.tags import column_tags
from onewindow_policy.portal.browser.tags import share_tags
from onewindow_policy.portal.browser.tags import site_tags
from plone.base import PloneMessageFactory as _plone
from plone.base.interfaces import IPloneSiteRoot
from plone.z3cform.interfaces import IFormWrapper
from z3c.form.interfaces import IForm
from zope.i18n import translate

#: Pages of Plone that say in their templates alone what they are, by their names.
STOCK_TITLES = {
    "mail_password": _plone("heading_sent_password", default="Password reset sent"),
    "mail_password_form": _plone("heading_lost_password", default="Lost Password"),
    "passwordreset": _plone("heading_reset_password", default="Set your password"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """What the head and the breadcrumbs say of a page."""

    title: str
    scoped_title: str
    full_title: str
    description: str
    breadcrumbs: tuple[tuple[str, str | None], ...]
    canonical_url: str | None
    previous_url: str | None
    next_url: str | None
    has_own_search: bool
    is_form: bool
    is_article: bool
    tags: tuple[tuple[str, str], ...]
    share_tags: tuple[tuple[str, str], ...]
    share_image_url: str | None
    has_switched_form: bool
    #: Of a page where staff work; none of others.
    keys: tuple[Key, ...]


def page_of(view, frame) -> Page:
    """Return what `view` says of its page (see `IPublicPage`), else what its context
    does; `frame` is the `PublicFrame` of that context."""
    title = _title_of(view, frame)
    breadcrumbs = offered(view, "breadcrumbs")
    if breadcrumbs is None:
        breadcrumbs = _breadcrumbs(title, frame)
    rooms = frame.room_titles
    breadcrumbs = [(rooms.get(url, crumb), url) for crumb, url in breadcrumbs]
    if offered(view, "is_staff_page"):
        work = translate(WORK_TITLE, context=frame.request)
        breadcrumbs.insert(0, (work, f"{frame.portal_url}/@@work"))
    description = offered(view, "page_description")
    if description is None:
        description = "" if frame.is_home else frame.context.Description()
    if not description and _is_room(view, frame):
        description = column.description if (column := column_of(frame)) else ""
    previous_url = next_url = None
    if (batch := offered(view, "batch")) is not None:
        links = page_links(frame.request, batch)
        previous_url, next_url = links.previous_url, links.next_url
    article = article_of(view, title, description)
    own_image = offered(view, "share_image_url")
    scoped_title = _scoped(title, view, frame)
    is_named = title and title != frame.site_title
    page = Page(
        title=title,
        scoped_title=scoped_title,
        full_title=f"{scoped_title} - {frame.site_title}"
        if is_named
        else frame.site_title,
        description=description,
        breadcrumbs=() if frame.is_home else tuple(breadcrumbs),
        canonical_url=offered(view, "canonical_url"),
        previous_url=previous_url,
        next_url=next_url,
        has_own_search=frame.is_home or bool(offered(view, "has_own_search")),
        is_form=IForm.providedBy(view) or IFormWrapper.providedBy(view),
        is_article=article is not None,
        tags=(
            *site_tags(frame),
            *column_tags(frame, offered(view, "article_column") or ""),
            *(article_tags(article) if article else ()),
        ),
        share_tags=(),
        # WeChat takes the first picture of 300 pixels or more for its card, and reads no
        # Open Graph; what is shared has one, and its own is on the page anyhow.
        share_image_url=None if own_image or not article else frame.share_image_url,
        has_switched_form=bool(offered(view, "has_switched_form")),
        keys=_keys_of(view),
    )
    return replace(page, share_tags=share_tags(frame, page, own_image))


def _keys_of(view) -> tuple[Key, ...]:
    """Return the keys of a page where staff work, for whoever asks."""
    own = offered(view, "page_keys")
    if own is None and not offered(view, "is_staff_page"):
        return ()
    return tuple(keys_of_page(getSecurityManager().getUser(), own or ()))


def article_of(view, title: str, description: str) -> Article | None:
    """Return what `view` says of the one thing its page is about, None for a list."""
    day = offered(view, "article_date")
    if day is None:
        return None
    return Article(
        title=title,
        day=day,
        source=offered(view, "article_source") or "",
        description=description,
        keywords=tuple(dict.fromkeys(offered(view, "article_keywords") or ())),
        author=offered(view, "article_author") or "",
        image_url=offered(view, "share_image_url") or "",
        url=offered(view, "canonical_url") or "",
    )


def offered(view, name: str):
    """Return what `view` offers by `name`, None for nothing.

    Stock views have methods by the same names: Plone's search has `breadcrumbs(item)`.
    """
    value = getattr(view, name, None)
    return None if callable(value) else value


def own_title(view) -> str | None:
    """Return what `view` is called, to be translated; None where it has no name of its
    own."""
    title = offered(view, "page_title")
    if title is None:
        # Stock forms, login and registration among them, say it in their label.
        form = getattr(view, "form_instance", None)
        label = offered(view, "label") or offered(form, "label")
        title = label if isinstance(label, str) else ""
        title = title or STOCK_TITLES.get(getattr(view, "__name__", None))
    return title


def _title_of(view, frame) -> str:
    title = own_title(view)
    if title is None:
        title = frame.context.Title()
    return translate(title, context=frame.request)


def _scoped(title: str, view, frame) -> str:
    """Return the title of a page with what tells it from others by that title: a
    district, what a list was narrowed down to, the page of a long list."""
    parts = [title, offered(view, "page_scope") or ""]
    batch = offered(view, "batch")
    if batch is not None and batch.pagenumber > 1:
        number = _(
            "title_page_number",
            default="page ${number}",
            mapping={"number": batch.pagenumber},
        )
        parts.append(translate(number, context=frame.request))
    return " · ".join(part for part in parts if part)


def _is_room(view, frame) -> bool:
    """Return whether the page is that of a room, and not of something in it."""
    if frame.context.getId() != frame.room:
        return False
    url = offered(view, "canonical_url") or ""
    return url.partition("?")[0] == frame.context.absolute_url()


def _breadcrumbs(title: str, frame) -> list[tuple[str, str | None]]:
    if IPloneSiteRoot.providedBy(frame.context):
        return [(title, None)] if title != frame.site_title else []
    crumbs = [(title, None)]
    here = aq_parent(aq_inner(frame.context))
    while here is not None and not IPloneSiteRoot.providedBy(here):
        crumbs.append((_title_above(here, frame), here.absolute_url()))
        here = aq_parent(here)
    return crumbs[::-1]


def _title_above(container, frame) -> str:
    """Return the title of a container; the rooms have theirs in each language."""
    if IPloneSiteRoot.providedBy(aq_parent(container)):
        title = frame.navigation_titles.get(container.getId())
        return title or container.Title()
    return container.Title()
