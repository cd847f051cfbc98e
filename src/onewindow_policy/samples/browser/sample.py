"""The page of a sample document, and its file."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.publishing.api import is_public
from onewindow_policy.samples.api import facts_of
from onewindow_policy.samples.api import SampleFacts
from onewindow_policy.samples.api import samples_in
from onewindow_policy.samples.interfaces import BLANK_FORM
from onewindow_policy.samples.interfaces import FILLED_SAMPLE
from plone.namedfile.browser import Download
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound
from zope.i18n import translate


class SampleView(BrowserView):
    """What a form asks for, how it is filled in, and where to get it.

    A form and its filled example share one page: both addresses show both.
    """

    template = ViewPageTemplateFile("templates/sample.pt")

    def __call__(self):
        return self.template()

    @property
    def page_title(self) -> str:
        return self.context.title

    @cached_property
    def _container(self):
        return aq_parent(aq_inner(self.context))

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        container = self._container
        crumbs = [(container.title, container.absolute_url()), (self.page_title, None)]
        if self.item is not None:
            catalogue = aq_parent(container)
            crumbs.insert(0, (catalogue.title, catalogue.absolute_url()))
        return crumbs

    @cached_property
    def item(self) -> dict | None:
        """The service that the form belongs to, None for a common form."""
        container = self._container
        if not IServiceItem.providedBy(container):
            return None
        return {"title": container.title, "url": container.absolute_url()}

    @property
    def canonical_url(self) -> str:
        blank = self._by_kind.get(BLANK_FORM, self.context)
        return blank.absolute_url()

    @cached_property
    def _by_kind(self) -> dict:
        """The documents of this title that the reader may see, by kind."""
        found = {
            sample.kind: sample
            for sample in samples_in(
                self._container, drafts=not is_public(self.context)
            )
            if sample.title == self.context.title
        }
        found[self.context.kind] = aq_inner(self.context)
        return found

    @cached_property
    def downloads(self) -> list[dict]:
        by_kind = self._by_kind
        return [
            self._download(facts_of(by_kind[kind]))
            for kind in (BLANK_FORM, FILLED_SAMPLE)
            if kind in by_kind and by_kind[kind].file is not None
        ]

    def _download(self, facts: SampleFacts) -> dict:
        if facts.is_blank:
            name = _("sample_blank", default="Blank form")
            badge = _("sample_blank_badge", default="Blank")
        else:
            name = _("sample_filled", default="Filled example")
            badge = _("sample_filled_badge", default="Filled")
        return {
            "url": facts.download_url,
            "name": translate(name, context=self.request),
            "badge": translate(badge, context=self.request),
            "meta": f"{facts.file_format} {facts.size_text}",
        }

    @cached_property
    def fields(self) -> list[dict]:
        """The fields of the form, with the example's values where there is one."""
        filled = self._by_kind.get(FILLED_SAMPLE)
        source = filled if filled is not None and filled.fields else self.context
        return [
            {"label": row["label"], "value": row.get("sample_value") or ""}
            for row in source.fields or ()
        ]

    @property
    def has_values(self) -> bool:
        return any(row["value"] for row in self.fields)

    @property
    def filling_notes(self) -> list[str]:
        filled = self._by_kind.get(FILLED_SAMPLE)
        notes = self.context.filling_notes or (filled and filled.filling_notes) or ()
        return list(notes)


class SampleDownload(Download):
    """The file of a sample document, always as a download.

    Who may not view the document may not have its file; content outside its dates is
    hidden by `publishing.visibility`.
    """

    def publishTraverse(self, request, name):
        if self.fieldname is None and name != "file":
            raise NotFound(request.get("ACTUAL_URL"))
        return super().publishTraverse(request, name)

    def _getFile(self):
        self.fieldname = "file"
        return super()._getFile()

    def set_headers(self, file):
        super().set_headers(file)
        self.request.response.setHeader("X-Content-Type-Options", "nosniff")
