"""`GET <district>/@district-list`: the services that a district has adopted (目录清单)."""

from onewindow_policy.communities.units import unit_name
from onewindow_policy.guides.listed import listed_services
from onewindow_policy.guides.sums import sum_json
from plone.restapi.services import Service


class DistrictListGet(Service):
    """Returns the list as it was published, with what each service promises there."""

    def reply(self):
        district = self.context
        published = district.list_published_on
        services = listed_services(district)
        return {
            "@id": f"{district.absolute_url()}/@district-list",
            "district": district.code,
            "district_title": district.title,
            "title": district.list_title,
            "version": district.list_version,
            "doc_no": district.list_doc_no,
            "published_on": published.isoformat() if published else None,
            "publisher": district.list_publisher,
            "publisher_name": unit_name(district.list_publisher),
            "items_total": len(services),
            "items": [
                {
                    "@id": service.url,
                    "code": service.code,
                    "title": service.title,
                    "title_en": service.title_en or None,
                    "category": service.category,
                    "promised_days": service.promise.days if service.promise else None,
                    "promised_day_type": (
                        service.promise.day_type if service.promise else None
                    ),
                    "benefit": sum_json(service.benefit),
                    "channels": list(service.channels),
                    "has_own_rules": service.has_own_rules,
                }
                for service in services
            ],
        }
