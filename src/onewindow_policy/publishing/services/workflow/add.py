"""POST `@workflow/<transition>`: what is not done leaves nothing behind."""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from onewindow_policy.publishing.dates import dated_by_publication
from plone.restapi.services.workflow.transition import WorkflowTransition
from Products.CMFCore.permissions import ModifyPortalContent

import transaction


class GuardedTransition(WorkflowTransition):
    """The stock service, which lets whoever sees content give it dates, and keeps these
    where the transition itself is refused.

    Here dates are for those who may change the content. Raises Unauthorized.
    """

    def reply(self):
        answer = super().reply()
        if self.request.response.getStatus() >= 400:
            transaction.doom()
        return answer

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
