"""`GET /journeys/<name>/@journey?<question>=<answer>`: where answers lead."""

from Acquisition import aq_inner
from onewindow_policy.journeys.asking import read_asked
from onewindow_policy.journeys.serializers import asked_json
from onewindow_policy.vocabularies.api import language_of
from plone.restapi.services import Service


class JourneyGet(Service):
    """Returns the next question, or the steps and the papers."""

    def reply(self):
        asked = read_asked(aq_inner(self.context), self.request.form)
        url = f"{self.context.absolute_url()}/@journey"
        return {
            "@id": f"{url}?{asked.query}" if asked.query else url,
            **asked_json(asked, language_of(self.request)),
        }
