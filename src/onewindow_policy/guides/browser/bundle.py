"""`@@bundle`: everything to fill in for an item, in one ZIP."""

from functools import partial
from io import BytesIO
from onewindow_policy import _
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.api import get_district
from onewindow_policy.guides.browser.body import GuideBody
from onewindow_policy.guides.browser.source import guide_source
from onewindow_policy.guides.released import released_guides
from onewindow_policy.pages.api import hotline
from onewindow_policy.publishing.api import is_public
from onewindow_policy.samples import api as samples
from onewindow_policy.samples.bundle import BundledFile
from onewindow_policy.samples.bundle import BundleStream
from onewindow_policy.samples.bundle import fitting
from onewindow_policy.samples.bundle import safe_name
from plone import api
from Products.Five import BrowserView
from urllib.parse import quote
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

#: Windows' editor takes a text without this mark for one in the old national encoding.
BYTE_ORDER_MARK = "\ufeff"


@implementer(IPublishTraverse)
class BundleView(BrowserView):
    """`/catalogue/<item>/@@bundle`, or `…/@@bundle/<district>` for a district's version.

    It holds what residents see and nothing else, whoever asks: the released sample
    documents, the common forms that the guide refers to, and a text with what to bring
    (一次性告知).
    """

    district = None

    def publishTraverse(self, request, name):
        if self.district is not None:
            raise NotFound(request.get("ACTUAL_URL"))
        self.district = name
        return self

    def __call__(self):
        item = self.context
        if not is_public(item) or not api.user.has_permission("View", obj=item):
            raise NotFound(self.request.get("ACTUAL_URL"))
        if self.district is not None:
            district = get_district(self.district)
            if district is None or not district.has_adopted(item.code):
                raise NotFound(self.request.get("ACTUAL_URL"))
        master, own = released_guides(item, self.district)
        if master is None:
            raise NotFound(self.request.get("ACTUAL_URL"))
        source = guide_source(item, self.request, master, own, self.district)
        body = GuideBody(source)
        documents, left_out = fitting(self._documents(body))
        text = notice_text(body, [file.name for file in left_out])
        notice_name = body.words(_("bundle_notice_name", default="00 Read me.txt"))
        notice = _text_file(notice_name, text)
        self._set_headers(body)
        return BundleStream([notice, *documents])

    def _documents(self, body: GuideBody) -> list[BundledFile]:
        titles = [material.blank_form for material in body.guide.materials]
        own = samples.samples_in(self.context)
        titles = {title for title in [*titles, *body.guide.other_forms] if title}
        forms = samples.common_forms(titles - {sample.title for sample in own})
        forms.sort(key=lambda form: form.getId())
        files = []
        for number, sample in enumerate([*own, *forms], 1):
            facts = samples.facts_of(sample)
            if not facts.size:
                continue
            suffix = f".{facts.file_format.lower()}" if facts.file_format else ""
            kind = body.words(
                _("sample_blank", default="Blank form")
                if facts.is_blank
                else _("sample_filled", default="Filled example")
            )
            files.append(
                BundledFile(
                    f"{number:02} {facts.title}({kind}){suffix}",
                    facts.size,
                    sample.file.open,
                )
            )
        return files

    def _set_headers(self, body: GuideBody) -> None:
        district = body.source.district
        words = [body.item.short_name, district.title if district else ""]
        name = quote(safe_name(" ".join(word for word in words if word)))
        response = self.request.response
        response.setHeader("Content-Type", "application/zip")
        response.setHeader(
            "Content-Disposition",
            f"attachment; filename=\"{body.item.code}.zip\"; filename*=UTF-8''{name}.zip",
        )
        response.setHeader("X-Content-Type-Options", "nosniff")


def _text_file(name: str, text: str) -> BundledFile:
    data = (BYTE_ORDER_MARK + text).encode()
    return BundledFile(name, len(data), partial(BytesIO, data))


def notice_text(body: GuideBody, left_out: list[str]) -> str:
    """Return what to bring, how long it takes and whom to ask, as plain text.

    `left_out` are the names of files that did not fit into the bundle.
    """
    words, source = body.words, body.source
    place = source.district.title if source.district else ""
    lines = [body.item.title, place, ""]
    lines += [
        words(
            _(
                "label_with_text",
                default="${label}: ${text}",
                mapping={"label": fact.label, "text": fact.text},
            )
        )
        for fact in body.facts
    ]
    lines += ["", words(_("heading_materials", default="What to bring"))]
    for number, material in enumerate(body.materials, 1):
        counts = words.enumerate(material.counts)
        lines.append(f"{number}. {material.name} ({counts})")
        told = [material.condition, material.note, *material.ways]
        lines += [f"   {one}" for one in told if one]
    lines += ["", words(_("heading_where", default="Where to go"))]
    for group in body.hall_groups:
        for hall in group.halls:
            lines.append(f"{hall.title} {hall.address} {words.enumerate(hall.phones)}")
            lines.append(f"   {hall.hours}")
    lines += [
        "",
        words(
            _(
                "text_hotline",
                default="Questions: call ${hotline}.",
                mapping={"hotline": hotline()},
            )
        ),
        source.page_url,
        *body.foot,
    ]
    if left_out:
        lines += [
            "",
            words(
                _(
                    "bundle_left_out",
                    default="Too large for this archive; download them from the page:",
                )
            ),
            *left_out,
        ]
    city = get_city()
    if city is not None and city.fictional and city.notice:
        lines += ["", city.notice]
    return "\r\n".join(lines) + "\r\n"
