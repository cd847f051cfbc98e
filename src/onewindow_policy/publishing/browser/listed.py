"""Changing the states of several things at once, in the list of a folder."""

from DateTime import DateTime
from onewindow_policy import _
from onewindow_policy.publishing.browser.publication import NOT_POSSIBLE
from onewindow_policy.publishing.exceptions import PublicationRefused
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.publishing.hiding import count_hidden
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.publishing.interfaces import IRoom
from onewindow_policy.publishing.states import is_public_state
from onewindow_policy.publishing.states import workflow_of
from onewindow_policy.publishing.wording import transition_title
from plone import api
from plone.app.content.browser.contents.workflow import WorkflowActionView
from plone.base.defaultpage import check_default_page_via_view
from Products.CMFCore.interfaces import IFolderish
from Products.CMFCore.WorkflowCore import WorkflowException
from zExceptions import BadRequest
from zExceptions import Unauthorized
from zope.i18n import translate
from zope.i18nmessageid import Message

import json
import transaction

#: What refuses a transition.
REFUSING = (WorkflowException, Unauthorized, BadRequest)


class TransitionListed(WorkflowActionView):
    """The stock action, which asks nothing and says of what is refused only that it was.

    Here each choice says how much it would hide, and the answer how much it hid, what was
    refused and why.
    """

    #: Each transition has a guard of its own; the stock action would not tell of a room.
    required_obj_permission = None

    def __call__(self):
        #: How many contents residents do not see any more.
        self.hidden = 0
        if self.request.form.get("render") == "yes":
            return self._choices()
        return super().__call__()

    def _choices(self):
        """Return the transitions of what was selected, with what each would hide."""
        tool = api.portal.get_tool("portal_workflow")
        catalog = api.portal.get_tool("portal_catalog")
        titles, hidden = {}, {}
        for brain in catalog(UID=self.get_selection(), show_inactive=True):
            content = brain.getObject()
            for transition in tool.getTransitionsFor(content):
                name = transition["id"]
                title = transition_title(transition, content)
                titles.setdefault(name, translate(title, context=self.request))
                hidden[name] = hidden.get(name, 0) + count_hidden(content, name)
        return self.json(
            {
                "transitions": [
                    {"id": name, "title": self._told(title, hidden[name])}
                    for name, title in titles.items()
                ]
            }
        )

    def _told(self, title: str, count: int) -> str:
        if not count:
            return title
        message = _(
            "title_transition_hides",
            default="${title} (residents will not see ${count} any more)",
            mapping={"title": title, "count": count},
        )
        return translate(message, context=self.request)

    def action(self, obj, bypass_recurse=False, is_selected=True):
        if reason := self._refusal(obj, is_selected):
            self.errors.append(reason)
            return
        if not self._is_possible(obj):
            return
        count = count_hidden(obj, self.transition_id)
        before = transaction.savepoint(optimistic=True)
        try:
            self._change(obj)
        except REFUSING as refused:
            before.rollback()
            self.errors.append(_not_changed(obj, str(refused)))
            return
        self.hidden += count
        if bypass_recurse:
            return
        if check_default_page_via_view(obj, self.request):
            self.action(obj.__parent__, bypass_recurse=True, is_selected=False)
        if self.recurse and IFolderish.providedBy(obj):
            for held in obj.values():
                self.action(held, is_selected=False)

    def _is_possible(self, content) -> bool:
        found = self.pworkflow.getTransitionsFor(content)
        return self.transition_id in {each["id"] for each in found}

    def _refusal(self, content, is_selected: bool):
        """Return why the state of `content` is not changed, None where nobody has to be
        told: what goes along with the selection may be in another state."""
        if IRoom.providedBy(content):
            return _(
                "error_state_of_room",
                default="“${title}” is a room of the site: it is public for good.",
                mapping={"title": content.Title()},
            )
        if not self._is_possible(content):
            return _not_changed(content, NOT_POSSIBLE) if is_selected else None
        is_judged = self.transition_id == "publish" and IPublishable.providedBy(content)
        if is_judged and (gaps := find_gaps(content)):
            return _not_changed(content, str(PublicationRefused(gaps)))
        return None

    def _change(self, content) -> None:
        """Make the transition, and date what becomes public by it (ours dates itself)."""
        workflow = workflow_of(content)
        target = workflow.transitions[self.transition_id].new_state_id
        is_dated = (
            IPublishable.providedBy(content) or content.effective_date is not None
        )
        if not is_dated and is_public_state(workflow, target):
            content.setEffectiveDate(DateTime())
        self.pworkflow.doActionFor(content, self.transition_id, comment=self.comments)
        if content.getId() in content.__parent__:
            content.reindexObject()

    def message(self, missing=()):
        """See `ContentsBaseAction`."""
        answer = super().message(list(missing))
        if not self.hidden:
            return answer
        told = json.loads(answer)
        hidden = _(
            "message_hidden",
            default=(
                "Residents do not see ${count} any more. To bring something back, open it,"
                " and press “Undo” on the page “State, undo”."
            ),
            mapping={"count": self.hidden},
        )
        told["msg"] += " " + translate(hidden, context=self.request)
        return self.json(told)


def _not_changed(content, reason) -> Message:
    return _(
        "error_not_published",
        default="“${title}”: ${reasons}",
        mapping={"title": content.Title(), "reasons": reason},
    )
