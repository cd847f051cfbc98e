"""Sample documents for everybody else: which there are, and their facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from DateTime import DateTime
from onewindow_policy.publishing.api import is_released
from onewindow_policy.samples.interfaces import BLANK_FORM
from plone import api
from plone.namedfile.utils import safe_basename

#: The name, in the site, of the folder with the forms that several items share.
COMMON_PATH = "samples"

KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """What lists say of a sample document; `size` is in bytes, 0 without a file."""

    title: str
    kind: str
    url: str
    filename: str
    size: int

    @property
    def is_blank(self) -> bool:
        return self.kind == BLANK_FORM

    @property
    def download_url(self) -> str:
        return f"{self.url}/@@download"

    @property
    def size_text(self) -> str:
        """The size as people read it."""
        return size_text(self.size)

    @property
    def file_format(self) -> str:
        """The end of the file's name, as people know it: DOCX."""
        _name, dot, suffix = self.filename.rpartition(".")
        return suffix.upper() if dot else ""


def size_text(size: int) -> str:
    """Return a number of bytes as people read it."""
    if size >= KILOBYTE * KILOBYTE:
        return f"{size / KILOBYTE / KILOBYTE:.1f} MB"
    return f"{max(1, round(size / KILOBYTE))} KB"


def facts_of(sample) -> SampleFacts:
    """Return what lists say of `sample`."""
    file = sample.file
    return SampleFacts(
        title=sample.title,
        kind=sample.kind,
        url=sample.absolute_url(),
        filename=safe_basename(file.filename) or "" if file is not None else "",
        size=file.getSize() if file is not None else 0,
    )


def samples_in(container, *, drafts: bool = False) -> list:
    """Return the sample documents that `container` holds, blank forms first.

    Only what is released, or with `drafts` all that the current user may view. Whether
    `container` itself is public is the caller's question.
    """
    now = DateTime()
    found = [
        sample
        for sample in container.objectValues()
        if sample.portal_type == "SampleDocument"
        and (_may_view(sample) if drafts else is_released(sample, now))
    ]
    return sorted(found, key=lambda each: (each.title, not _is_blank(each), each.id))


def common_forms(titles: Iterable[str], *, drafts: bool = False) -> list:
    """Return the shared forms with these titles, in that order, blank before filled.

    Only what is released, or with `drafts` all that the current user may view.
    """
    wanted = list(dict.fromkeys(titles))
    folder = api.portal.get().get(COMMON_PATH)
    if not wanted or folder is None:
        return []
    now = DateTime()
    found = [
        sample
        for sample in folder.objectValues()
        if sample.portal_type == "SampleDocument"
        and sample.title in wanted
        and (_may_view(sample) if drafts else is_released(sample, now))
    ]
    return sorted(
        found,
        key=lambda each: (wanted.index(each.title), not _is_blank(each), each.id),
    )


def _is_blank(sample) -> bool:
    return sample.kind == BLANK_FORM


def _may_view(sample) -> bool:
    return api.user.has_permission("View", obj=sample)
