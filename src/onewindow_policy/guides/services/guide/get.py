"""`GET /catalogue/<item>/@guide?district=<code>`: the guide as residents see it."""

from onewindow_policy import _
from onewindow_policy.communities.api import get_district
from onewindow_policy.guides.serializers import public_guide_json
from onewindow_policy.pages.api import hotline
from plone.restapi.services import Service
from zope.i18n import translate


class GuideGet(Service):
    """Returns the resolved guide of the city, or of a district that adopted the item."""

    def reply(self):
        district, problem = requested_district(self.context, self.request)
        guide = (
            None if problem else public_guide_json(self.context, self.request, district)
        )
        if guide is None:
            problem = problem or _(
                "error_guide_not_released",
                default="The guide of this service is being prepared.",
            )
            self.request.response.setStatus(404)
            return error_json("NotFound", translate(problem, context=self.request))
        return guide


def error_json(kind: str, message: str) -> dict:
    """Return an error as plone.restapi words them."""
    return {"error": {"type": kind, "message": message}}


def requested_district(item, request) -> tuple:
    """Return the code of the district that `request` asks for, and what is wrong with it.

    Both are None when it asks for none.
    """
    code = request.form.get("district")
    if not code:
        return None, None
    district = get_district(code) if isinstance(code, str) else None
    if district is None:
        return None, _(
            "error_district_unknown",
            default="There is no district with the code ${code}.",
            mapping={"code": code},
        )
    if not district.has_adopted(item.code):
        return None, _(
            "error_not_adopted",
            default=(
                "${district} has not adopted this service; ask the hotline ${hotline}."
            ),
            mapping={"district": district.title, "hotline": hotline()},
        )
    return code, None
