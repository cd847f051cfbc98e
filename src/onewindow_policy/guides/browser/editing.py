"""The forms in which guides are written."""

from Acquisition import aq_inner
from onewindow_policy import _
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.communities.api import get_district
from onewindow_policy.guides.api import stored_overrides
from onewindow_policy.guides.browser.beside import set_city_beside
from onewindow_policy.guides.content import district_guide_id
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.guides.editing import create_district_guide
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.pages.api import text_of
from onewindow_policy.publishing.browser.editing import PublishableEditForm
from plone import api
from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from plone.protect.authenticator import check as check_authenticator
from plone.z3cform import layout
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest
from zope.i18n import translate


class GuideEditForm(PublishableEditForm):
    """A guide as a form. For a district: what residents read, inherited or its own, and
    beside that what the city's guide says."""

    def describe_fields(self) -> None:
        if self.context.district is not None:
            set_city_beside(self)
        super().describe_fields()

    @property
    def description(self):
        code = self.context.district
        district = get_district(code) if code else None
        if district is None:
            return None
        own = [
            translate(IGuideContent[name].title, context=self.request)
            for name in dict.fromkeys(
                override.field for override in stored_overrides(self.context)
            )
        ]
        if not own:
            return _(
                "help_edit_district_guide",
                default=(
                    "${district} follows the city's guide in everything. What you"
                    " change here applies in ${district} only; what you leave keeps"
                    " following the city."
                ),
                mapping={"district": district.title},
            )
        return _(
            "help_edit_district_guide_own",
            default=(
                "Own rules of ${district}: ${fields}. Everything else follows the"
                " city's guide."
            ),
            mapping={"district": district.title, "fields": "、".join(own)},
        )


GuideEditView = layout.wrap_form(GuideEditForm)


class GuideAddForm(DefaultAddForm):
    """Adds the master guide of an item; where there is one, leads to it."""

    portal_type = "ServiceGuide"

    def update(self):
        existing = aq_inner(self.context).get(MASTER_ID)
        if existing is not None:
            api.portal.show_message(
                _(
                    "message_master_exists",
                    default="This item has its guide already. Districts add theirs from"
                    " their own page.",
                ),
                self.request,
            )
            self.request.response.redirect(existing.absolute_url())
            return
        super().update()


class GuideAddView(DefaultAddView):
    """See `GuideAddForm`."""

    form = GuideAddForm


class DistrictGuides(BrowserView):
    """A district's own guides: which there are, and the way to start another."""

    index = ViewPageTemplateFile("district_guides.pt")

    def __call__(self):
        if self.request.method == "POST":
            check_authenticator(self.request)
            return self._start()
        return self.index()

    def _start(self):
        district = aq_inner(self.context)
        item = get_item(text_of(self.request, "item"))
        if item is None or not district.has_adopted(item.code):
            raise BadRequest(
                api.portal.translate(
                    _(
                        "error_item_not_adopted",
                        default="The item is not on the list of this district.",
                    )
                )
            )
        guide = create_district_guide(item, district)
        return self.request.response.redirect(f"{guide.absolute_url()}/edit")

    def rows(self) -> list[dict]:
        """Return the district's items by number of the access list, and the state of
        its own guide where it has one."""
        catalog = api.portal.get_tool("portal_catalog")
        district = aq_inner(self.context)
        states = {
            _container_path(brain.getPath()): (brain.review_state, brain.getURL())
            for brain in catalog(portal_type="ServiceGuide", district=district.code)
            if brain.getId == district_guide_id(district.code)
        }
        rows = []
        for brain in catalog(
            portal_type="ServiceItem",
            adopted_by=district.code,
            sort_on="access_list_no",
        ):
            state, url = states.get(brain.getPath(), (None, None))
            rows.append(
                {
                    "code": brain.item_code,
                    "title": brain.Title,
                    "url": url,
                    "state": state and _state_title(state),
                }
            )
        return rows


def _container_path(path: str) -> str:
    """Return the path of the container of the object at `path`."""
    return path.rpartition("/")[0]


def _state_title(state: str) -> str:
    workflow = api.portal.get_tool("portal_workflow")
    return workflow.getTitleForStateOnType(state, "ServiceGuide")
