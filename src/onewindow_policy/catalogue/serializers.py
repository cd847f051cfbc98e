"""Items as JSON."""

from onewindow_policy.catalogue.api import adopting_districts
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.guides.serializers import public_guide_json
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.publishing.serializers import is_hidden
from onewindow_policy.publishing.serializers import ReadableFolderToJson
from plone.restapi.interfaces import ISerializeToJson
from zope.component import adapter
from zope.interface import implementer

#: The fields whose values are codes. plone.restapi gives the tokens of terms, which are
#: digests where a code is not ASCII.
CODE_FIELDS = (
    "category",
    "life_events",
    "audience",
    "item_type",
    "project_type",
    "service_objects",
    "exercise_level",
    "acceptance_mode",
    "status",
    "access_kind",
)


@implementer(ISerializeToJson)
@adapter(IServiceItem, IOneWindowLayer)
class ItemToJson(ReadableFolderToJson):
    """An item with its guide and the districts that adopted it.

    `resolved_guide` is the city's; the service for content gives a district's.
    """

    district = None

    def __call__(self, *args, **kwargs):
        result = super().__call__(*args, **kwargs)
        if is_hidden(self.context):
            return result
        item = self.context
        result["codes"] = {
            name: list(value) if isinstance(value, (list, tuple)) else value
            for name in CODE_FIELDS
            for value in (getattr(item, name, None),)
        }
        url = item.absolute_url()
        result["districts"] = [
            {
                "@id": f"{url}/{district.code}",
                "code": district.code,
                "title": district.title,
                "guide": f"{url}/@guide?district={district.code}",
            }
            for district in adopting_districts(item)
        ]
        result["resolved_guide"] = public_guide_json(item, self.request, self.district)
        return result
