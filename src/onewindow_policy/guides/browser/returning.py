"""What a district's guide says otherwise than the city's, and the way back to that."""

from Acquisition import aq_inner
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.browser.comparison import GuideComparisonView
from onewindow_policy.guides.browser.source import item_of
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.returning import give_all_back
from onewindow_policy.guides.returning import give_back
from onewindow_policy.publishing.api import is_published
from onewindow_policy.publishing.comparison import Kind
from onewindow_policy.publishing.wording import transition_title
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from plone.protect.authenticator import check as check_authenticator
from Products.CMFCore.permissions import DeleteObjects
from Products.CMFCore.permissions import ModifyPortalContent
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.i18n import translate
from zope.i18nmessageid import Message

import transaction

GONE = _(
    "error_own_rule_gone",
    default="This does not differ from the city's guide any more: look at the page again.",
)

#: What leads to the deletion of a guide, by its state, for whoever cannot delete it so.
WAYS = {
    "draft": _(
        "text_deletes_draft",
        default=(
            "It is deleted as a whole by an editor of the district or an administrator."
        ),
    ),
    "pending": _(
        "text_deletes_pending",
        default=(
            "It is with a reviewer. As a draft again, it can be deleted as a whole by an"
            " editor of the district; an administrator can delete it as it is."
        ),
    ),
    "archived": _(
        "text_deletes_archived",
        default=(
            "It is archived: residents of the district read the city's guide in"
            " everything already. To have it deleted, a reviewer makes it a draft again,"
            " and an editor of the district deletes that; an administrator can delete it"
            " as it is."
        ),
    ),
}

#: The transitions on that way.
STEPS = ("restore", "retract", "reject")


class OwnRulesView(GuideComparisonView):
    """Sets each rule of the district's own beside the city's, with the way back.

    Whoever may write the guide takes rules back one by one. The whole guide is deleted by
    whoever may delete it; a revision takes back all, and is reviewed.
    """

    template = ViewPageTemplateFile("templates/own_rules.pt")
    refusal = ""

    def __call__(self):
        if self.context.district is None or self.resolved[0] is None:
            raise NotFound(self.request.get("ACTUAL_URL"))
        if self.request.method != "POST":
            return self.template()
        check_authenticator(self.request)
        if "whole" in self.request.form:
            return self._give_up()
        return self._give_back()

    @cached_property
    def versions(self) -> tuple:
        """The city's guide, and the district's."""
        guide = aq_inner(self.context)
        master, _own = guides_of(item_of(guide))
        return master, guide

    @cached_property
    def resolved(self) -> tuple[ResolvedGuide | None, ResolvedGuide | None]:
        """What the city's guide says, and the district's."""
        master, guide = self.versions
        return resolve_guide(master), resolve_guide(master, guide, guide.district)

    def rows(self) -> list[dict]:
        """Return what differs, as the template loops over it."""
        return [
            {
                "field": change.field,
                "row": change.row,
                "column": change.column,
                "title": translate(
                    self.fields[change.field].title, context=self.request
                ),
                "line": self._line(change),
            }
            for change in self.changes()
            if change.kind is not Kind.MOVED
        ]

    @property
    def is_asked(self) -> bool:
        """Whether the page asks about the guide as a whole."""
        return "whole" in self.request.form

    @property
    def may_write(self) -> bool:
        """Whether the user may take rules back here."""
        locks = self.context.restrictedTraverse("@@plone_lock_info")
        return (
            api.user.has_permission(ModifyPortalContent, obj=self.context)
            and not locks.is_locked_for_current_user()
        )

    @property
    def may_delete(self) -> bool:
        """Whether the user may delete the guide; a revision is published or discarded."""
        return not self.is_revision and api.user.has_permission(
            DeleteObjects, obj=self.context
        )

    @property
    def may_give_up(self) -> bool:
        """Whether the user may go back to the city's guide as a whole, here and now."""
        return self.may_delete or (self.is_revision and self.may_write)

    @property
    def way_to_delete(self) -> Message | None:
        """What leads to deleting the guide, where the user cannot as it stands."""
        if self.may_give_up or self.is_revision:
            return None
        return WAYS.get(api.content.get_state(self.context))

    @property
    def steps(self) -> list[dict]:
        """What the user can do to get there."""
        url = f"{self.context.absolute_url()}/@@publication?transition="
        return [
            {"title": transition_title(each, self.context), "url": f"{url}{name}"}
            for name, each in self._possible.items()
            if name in STEPS
        ]

    @property
    def is_revision(self) -> bool:
        """Whether this is a revision of what is public."""
        return IWorkingCopy.providedBy(self.context)

    @property
    def may_revise(self) -> bool:
        """Whether the way back leads through a revision."""
        control = self.context.restrictedTraverse("@@iterate_control")
        return is_published(self.context) and control.checkout_allowed()

    @property
    def may_archive(self) -> bool:
        """Whether the user may take the guide from residents, so that the city's holds."""
        return "archive" in self._possible

    @cached_property
    def _possible(self) -> dict:
        workflow = api.portal.get_tool("portal_workflow")
        found = workflow.getTransitionsFor(aq_inner(self.context))
        return {each["id"]: each for each in found}

    def _give_back(self):
        form = self.request.form
        place = [form.get(name, "") for name in ("field", "row", "column")]
        if not self.may_write or not all(isinstance(each, str) for each in place):
            raise BadRequest(api.portal.translate(GONE))
        return self._change(lambda: give_back(aq_inner(self.context), *place))

    def _give_up(self):
        guide = aq_inner(self.context)
        if not self.may_give_up:
            raise BadRequest(api.portal.translate(GONE))
        if self.is_revision:
            return self._change(lambda: give_all_back(guide) or True)
        item = item_of(guide)
        api.content.delete(guide)
        self._say(
            _(
                "message_own_guide_deleted",
                default="The district's own guide is deleted: the city's guide holds.",
            )
        )
        return self.request.response.redirect(f"{item.absolute_url()}/view")

    def _change(self, change):
        before = transaction.savepoint(optimistic=True)
        try:
            is_changed = change()
        except BadRequest as refused:
            before.rollback()
            self.refusal = str(refused)
            self.request.response.setStatus(422)
            return self.template()
        if not is_changed:
            raise BadRequest(api.portal.translate(GONE))
        self._say(
            _(
                "message_given_back",
                default="The guide says there what the city's says.",
            )
        )
        url = self.context.absolute_url()
        return self.request.response.redirect(f"{url}/@@own-rules")

    def _say(self, message: Message) -> None:
        api.portal.show_message(message, self.request)


class OwnRulesStep:
    """The step in the bar of a district's guide. See `IFurtherStep`."""

    title = _("step_own_rules", default="Own rules, back to the city's")

    def __init__(self, guide):
        self.url = f"{guide.absolute_url()}/@@own-rules"


def own_rules_step(guide) -> OwnRulesStep | None:
    """Return the step for a district's guide, None for the city's."""
    return OwnRulesStep(guide) if guide.district else None
