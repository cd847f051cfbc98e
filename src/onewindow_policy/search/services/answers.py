"""What the services of the search say when they cannot answer."""

from onewindow_policy import _
from onewindow_policy.guides.services.guide.get import error_json
from onewindow_policy.pages.api import hotline
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.exceptions import RETRY_LATER
from plone.restapi.services import Service
from zope.i18n import translate

import json

#: What is wrong with a parameter, for those who write programs.
PROBLEMS = {
    "type": "type is one of item, guide, sample, news, place.",
    "district": "district is the 6-digit code of a district of this city.",
    "category": "category is the code of a category of the catalogue.",
    "b_start": "b_start is how many results to leave out, 0 or more.",
    "b_size": "b_size is how many results to show, from 1 to 100.",
}


class SearchService(Service):
    """A service that reads the index: 503, with the hotline, while that is away."""

    def render(self) -> str:
        """Return the answer as other services do, on one line: to indent ten results
        costs more than to find some of them."""
        self.check_permission()
        self.request.response.setHeader("Content-Type", self.content_type)
        return json.dumps(self.reply(), sort_keys=True)

    def reply(self):
        try:
            return self.answer()
        except DatabaseUnavailable:
            for name, value in RETRY_LATER.items():
                self.request.response.setHeader(name, value)
            message = _(
                "text_search_away",
                default=(
                    "The search does not work at the moment. Call the hotline"
                    " ${hotline}: somebody will look it up for you."
                ),
                mapping={"hotline": hotline()},
            )
            return self.refuse(
                503, "SearchUnavailable", translate(message, context=self.request)
            )

    def answer(self) -> dict:
        """Return the answer. Raises `DatabaseUnavailable`."""
        raise NotImplementedError

    def refuse(self, status: int, kind: str, message: str) -> dict:
        """Return an error as plone.restapi words them."""
        self.request.response.setStatus(status)
        return error_json(kind, message)
