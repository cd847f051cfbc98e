"""POST `@workflow/<transition>`: what is not done leaves nothing behind, and who hides what
others wrote says how much."""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from onewindow_policy.publishing.dates import dated_by_publication
from onewindow_policy.publishing.hiding import count_hidden
from onewindow_policy.publishing.hiding import find_hidden
from onewindow_policy.publishing.hiding import Hidden
from onewindow_policy.publishing.hiding import HIDES
from onewindow_policy.publishing.hiding import untold
from plone import api
from plone.restapi.deserializer import json_body
from plone.restapi.services.workflow.transition import WorkflowTransition
from Products.CMFCore.interfaces import IFolderish
from Products.CMFCore.permissions import ModifyPortalContent

import transaction


class GuardedTransition(WorkflowTransition):
    """The stock service, which lets whoever sees content give it dates, keeps these where
    the transition itself is refused, and hides without a question.

    Here dates are for those who may change the content (raises Unauthorized otherwise). A
    transition that hides more than the content itself, what public pages refer to, or what
    changes more than that, is refused unless the body says how much, as GET tells it.
    """

    def reply(self):
        data = json_body(self.request)
        hidden = self._count_hidden(self.context, bool(data.get("include_children")))
        found = find_hidden(self.context, self.transition)
        is_untold = _is_to_be_told(hidden, found) and data.get(HIDES) != hidden
        answer = super().reply()
        response = self.request.response
        # What stands against the transition itself is said first.
        if is_untold and response.getStatus() < 400:
            response.setStatus(409)
            answer = _untold(hidden, found.effects if found is not None else [])
        if response.getStatus() >= 400:
            transaction.doom()
        return answer

    def _count_hidden(self, content, include_children: bool) -> int:
        """Return how much would go, as far as it is the user's to hide at all."""
        possible = {each["id"] for each in self.wftool.getTransitionsFor(content)}
        is_possible = self.transition in possible
        if is_possible and (count := count_hidden(content, self.transition)):
            return count
        if not include_children or not IFolderish.providedBy(content):
            return 0
        return sum(self._count_hidden(each, True) for each in content.objectValues())

    def recurse_transition(
        self, objs, comment, publication_dates, include_children=False
    ):
        objs = list(objs)
        check = getSecurityManager().checkPermission
        if publication_dates and not all(
            check(ModifyPortalContent, each) for each in objs
        ):
            raise Unauthorized("Dates are for whoever may change this.")
        undated = [] if "effective" in publication_dates else objs
        with dated_by_publication(undated):
            super().recurse_transition(
                objs, comment, publication_dates, include_children
            )


def _is_to_be_told(hidden: int, found: Hidden | None) -> bool:
    if hidden != 1:
        return hidden > 1
    # Otherwise it is one of the things that the context holds.
    return found is None or found.goes_further


def _untold(hidden: int, effects: list) -> dict:
    sentences = [api.portal.translate(each) for each in (untold(hidden), *effects)]
    told = {"type": "Conflict", "message": " ".join(sentences)}
    return {"error": {**told, HIDES: hidden}}
