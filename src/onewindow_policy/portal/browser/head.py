"""What the head and the breadcrumbs say of a page, asked of its view by name."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from dataclasses import dataclass
from onewindow_policy.portal.browser.paging import page_links
from plone.base.interfaces import IPloneSiteRoot
from plone.z3cform.interfaces import IFormWrapper
from z3c.form.interfaces import IForm
from zope.i18n import translate


@dataclass(frozen=True, slots=True)
class Page:
    """What the head and the breadcrumbs say of a page."""

    title: str
    full_title: str
    description: str
    breadcrumbs: tuple[tuple[str, str | None], ...]
    canonical_url: str | None
    previous_url: str | None
    next_url: str | None
    has_own_search: bool
    is_form: bool


def page_of(view, frame) -> Page:
    """Return what `view` says of its page (see `IPublicPage`), else what its context
    does; `frame` is the `PublicFrame` of that context."""
    title = _title_of(view, frame)
    breadcrumbs = offered(view, "breadcrumbs")
    if breadcrumbs is None:
        breadcrumbs = _breadcrumbs(title, frame)
    description = offered(view, "page_description")
    if description is None:
        description = "" if frame.is_home else frame.context.Description()
    previous_url = next_url = None
    if (batch := offered(view, "batch")) is not None:
        links = page_links(frame.request, batch)
        previous_url, next_url = links.previous_url, links.next_url
    is_named = title and title != frame.site_title
    return Page(
        title=title,
        full_title=f"{title} - {frame.site_title}" if is_named else frame.site_title,
        description=description,
        breadcrumbs=() if frame.is_home else tuple(breadcrumbs),
        canonical_url=offered(view, "canonical_url"),
        previous_url=previous_url,
        next_url=next_url,
        has_own_search=frame.is_home or bool(offered(view, "has_own_search")),
        is_form=IForm.providedBy(view) or IFormWrapper.providedBy(view),
    )


def offered(view, name: str):
    """Return what `view` offers by `name`, None for nothing.

    Stock views have methods by the same names: Plone's search has `breadcrumbs(item)`.
    """
    value = getattr(view, name, None)
    return None if callable(value) else value


def _title_of(view, frame) -> str:
    title = offered(view, "page_title")
    if title is None:
        # Stock forms, login and registration among them, say it in their label.
        label = offered(view, "label")
        title = label if isinstance(label, str) and label else frame.context.Title()
    return translate(title, context=frame.request)


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
