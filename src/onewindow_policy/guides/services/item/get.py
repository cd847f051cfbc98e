"""`GET /catalogue/<item>?district=<code>`: an item with a district's guide."""

from onewindow_policy.guides.serializers import ItemToJson
from onewindow_policy.guides.services.guide.get import error_json
from onewindow_policy.guides.services.guide.get import requested_district
from plone.restapi.services.content.get import ContentGet
from zope.i18n import translate


class ItemGet(ContentGet):
    """Returns an item as JSON; 404 for a district that is unknown or did not adopt it."""

    def reply(self):
        district, problem = requested_district(self.context, self.request)
        if problem is not None:
            self.request.response.setStatus(404)
            return error_json("NotFound", translate(problem, context=self.request))
        serializer = ItemToJson(self.context, self.request)
        serializer.district = district
        return serializer(version=self.request.get("version"))
