"""`GET /@find?q=…`: what residents may look for, found as they ask."""

from dataclasses import asdict
from functools import cached_property
from onewindow_policy.catalogue.certificates import asked_certificates
from onewindow_policy.communities.api import districts
from onewindow_policy.pages.interfaces import ISiteAnswer
from onewindow_policy.search.addresses import district_page
from onewindow_policy.search.addresses import portal_type_of
from onewindow_policy.search.addresses import url_of
from onewindow_policy.search.api import Answer
from onewindow_policy.search.api import find
from onewindow_policy.search.api import Hit
from onewindow_policy.search.emergencies import emergencies_in
from onewindow_policy.search.guidance import elsewhere_for
from onewindow_policy.search.guidance import guidance_for
from onewindow_policy.search.questions import read_question
from onewindow_policy.search.services.answers import PROBLEMS
from onewindow_policy.search.services.answers import SearchService
from onewindow_policy.search.siteanswers import said_by
from onewindow_policy.search.siteanswers import site_answers
from onewindow_policy.search.texts import normalise
from onewindow_policy.search.wording import TYPE_TITLES
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import language_of
from plone.restapi.batching import HypermediaBatch
from zope.i18n import translate


class FindGet(SearchService):
    """Returns one page of results with filters, or where to turn when there are none.

    400 for a filter that nobody knows; 503 while the index is away.
    """

    def answer(self):
        self.question, unreadable = read_question(self.request.form)
        if unreadable:
            return self.refuse(400, "BadRequest", PROBLEMS[unreadable[0].name])
        answer = find(self.question)
        self._say_size()
        batch = HypermediaBatch(self.request, range(answer.total))
        result = {
            "@id": batch.canonical_url,
            "items_total": answer.total,
            "items": [self._item(hit) for hit in answer.hits],
            "facets": self._facets(answer),
            "understood": answer.understood,
            "guess": answer.guess,
            "emergencies": [
                {"text": each.text, "numbers": list(each.numbers)}
                for each in emergencies_in(self.question.text)
            ],
            "answers": [
                self._site_answer(each) for each in site_answers(self.question.text)
            ],
            "not_issued": [
                {"@id": each.url, "name": each.name, "instead": each.instead}
                for each in asked_certificates(normalise(self.question.text))
            ],
        }
        elsewhere = elsewhere_for(self.question, answer)
        if elsewhere:
            result["elsewhere"] = [asdict(each) for each in elsewhere]
        if batch.links:
            result["batching"] = batch.links
        if not answer.total and self.question.text:
            result["guidance"] = asdict(guidance_for(self.question))
        return result

    def _site_answer(self, answer: ISiteAnswer) -> dict:
        return {
            "@id": f"{self.context.absolute_url()}/{answer.path}",
            "title": translate(answer.title, context=self.request),
            "text": translate(said_by(answer), context=self.request),
            "phone": answer.phone(),
        }

    def _say_size(self) -> None:
        """Have the links of pages count as the question does."""
        self.request.form["b_start"] = self.question.start
        self.request.form["b_size"] = self.question.size

    def _item(self, hit: Hit) -> dict:
        item = {
            "@id": url_of(hit),
            "@type": portal_type_of(hit),
            "type": hit.type,
            "item_code": hit.item_code,
            "title": hit.title,
            "description": hit.description,
            "category": hit.category,
            "districts": list(hit.districts),
            "about": hit.about.text if hit.about else "",
            "reason": hit.reason,
            "matched_name": hit.matched_name,
            "matches": [asdict(match) for match in hit.matches],
        }
        page = district_page(hit, self.question.district)
        if page:
            item["district_page"] = page
        return item

    @cached_property
    def _titles(self) -> dict[str, dict[str, str]]:
        language = language_of(self.request)
        return {
            "type": {
                name: translate(title, context=self.request)
                for name, title in TYPE_TITLES.items()
            },
            "district": {each.code: each.title for each in districts()},
            "category": {
                code: term.title_in(language)
                for code, term in code_list("categories").items()
            },
        }

    def _facets(self, answer: Answer) -> dict[str, list[dict]]:
        return {
            name: [
                {"value": value, "title": title, "count": counted[value]}
                for value, title in titles.items()
                if counted.get(value)
            ]
            for name, titles in self._titles.items()
            for counted in [answer.counts.get(name, {})]
        }
