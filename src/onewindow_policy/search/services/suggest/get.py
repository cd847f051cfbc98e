"""`GET /@suggest?q=…`: what somebody may want who is still typing."""

from onewindow_policy.search.addresses import portal_type_of
from onewindow_policy.search.addresses import url_of
from onewindow_policy.search.questions import read_text
from onewindow_policy.search.services.answers import SearchService
from onewindow_policy.search.suggesting import suggest
from onewindow_policy.search.wording import TYPE_TITLES
from zope.i18n import translate


class SuggestGet(SearchService):
    """Returns a few results by name: services, then guides, forms, news and places.

    503 while the index is away.
    """

    def answer(self):
        text = read_text(self.request.form, "q")
        return {
            "@id": f"{self.context.absolute_url()}/@suggest",
            "items": [
                {
                    "@id": url_of(each),
                    "@type": portal_type_of(each),
                    "type": each.type,
                    "type_title": translate(
                        TYPE_TITLES[each.type], context=self.request
                    ),
                    "item_code": each.item_code,
                    "title": each.title,
                    "name": each.name,
                }
                for each in (suggest(text) if text else ())
            ],
        }
