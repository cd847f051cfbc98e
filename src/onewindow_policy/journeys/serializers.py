"""Journeys as JSON, and where somebody's answers lead."""

from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.journeys.asking import Asked
from onewindow_policy.journeys.browser.wording import Telling
from onewindow_policy.journeys.interfaces import IJourney
from onewindow_policy.publishing.serializers import is_hidden
from onewindow_policy.publishing.serializers import ReadableContentToJson
from plone.restapi.interfaces import ISerializeToJson
from zope.component import adapter
from zope.interface import implementer


@implementer(ISerializeToJson)
@adapter(IJourney, IOneWindowLayer)
class JourneyToJson(ReadableContentToJson):
    """A journey with its rows as they are stored; codes stay codes."""

    def __call__(self, *args, **kwargs):
        result = super().__call__(*args, **kwargs)
        if not is_hidden(self.context):
            result["life_event"] = self.context.life_event
        return result


def asked_json(asked: Asked, language: str) -> dict:
    """Return how far somebody is: what is asked next, or what there is to do."""
    question = asked.way.next_question
    result = Telling(asked, language).result() if asked.is_done else None
    return {
        "answers": asked.way.given,
        "district": asked.district or None,
        "wants_district": asked.wants_district,
        "question": {
            "key": question.key,
            "text": question.text,
            "help": question.help or None,
            "answers": [
                {"key": each.key, "text": each.text} for each in question.answers
            ],
        }
        if question is not None
        else None,
        "steps": [_step_json(each) for each in result.steps] if result else None,
        "papers": {
            "own": [each._asdict() for each in result.own],
            "received": [each._asdict() for each in result.received],
            "forms": [each._asdict() for each in result.forms],
        }
        if result
        else None,
    }


def _step_json(row) -> dict:
    step = {name: value or None for name, value in row._asdict().items()}
    step["facts"] = [{"label": label, "text": text} for label, text in row.facts]
    return step
