"""Above each page under review: where it stands, why, and what comes next."""

from Acquisition import aq_inner
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.publishing.api import is_public
from onewindow_policy.publishing.interfaces import IFurtherStep
from onewindow_policy.publishing.rejections import last_rejection
from onewindow_policy.publishing.states import last_change
from onewindow_policy.publishing.versions import versions_of
from onewindow_policy.publishing.wording import account_name
from onewindow_policy.publishing.wording import transition_title
from onewindow_policy.publishing.workingcopies import public_and_revision
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from plone.app.layout.viewlets import ViewletBase
from Products.CMFCore.permissions import ModifyPortalContent
from urllib.parse import urlencode
from zope.component import subscribers
from zope.i18nmessageid import Message

STATES = {
    "draft": _("bar_draft", default="Draft: residents do not see it."),
    "pending": _(
        "bar_pending",
        default="Waiting for a reviewer. Residents do not see it yet.",
    ),
    "archived": _(
        "bar_archived", default="Archived: residents do not see it any more."
    ),
}

#: Too grave, or too rare, to stand on every page: the menu of the toolbar has it.
NOT_OFFERED = frozenset(["archive"])


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the user may do next."""

    title: Message | str
    url: str
    css_class: str = "btn-outline-primary"


class EditingBar(ViewletBase):
    """The bar of a page; public pages have no viewlets, so residents never see it."""

    def update(self):
        super().update()
        self.content = aq_inner(self.context)
        self.public, self.revision = public_and_revision(self.content)
        self.is_working_copy = IWorkingCopy.providedBy(self.content)
        self.state = api.content.get_state(self.content)
        self.rejection = last_rejection(self.content)

    @property
    def sentence(self) -> Message:
        """Where the page stands, in a sentence."""
        if self.is_working_copy:
            return _(
                "bar_working_copy",
                default="A revision. Residents go on reading what was public before.",
            )
        if self.public is not None:
            return _(
                "bar_being_revised",
                default="Public, and being revised by ${name}.",
                mapping={"name": account_name(self.revision.Creator())},
            )
        if self.state != "published":
            return STATES[self.state]
        if not is_public(self.content):
            return _(
                "bar_not_visible",
                default=(
                    "Published, but residents do not see it: what holds it is not"
                    " public, or its dates say otherwise."
                ),
            )
        return _("bar_public", default="Public: this is what residents read.")

    @property
    def steps(self) -> list[Step]:
        """What the user may do next, the likeliest first."""
        return [*self._writing(), *self._deciding(), *self._looking()]

    def _writing(self):
        url = self.content.absolute_url()
        control = self.content.restrictedTraverse("@@iterate_control")
        locks = self.content.restrictedTraverse("@@plone_lock_info")
        if self.state == "published":
            if control.checkout_allowed():
                yield Step(
                    _("step_revise", default="Revise"),
                    f"{url}/@@content-checkout",
                    "btn-primary",
                )
        elif (
            api.user.has_permission(ModifyPortalContent, obj=self.content)
            and not locks.is_locked_for_current_user()
        ):
            yield Step(_("step_edit", default="Edit"), f"{url}/edit", "btn-primary")
        if self.is_working_copy and control.cancel_allowed():
            yield Step(
                _("step_discard", default="Discard the revision"),
                f"{url}/@@content-cancel-checkout",
                "btn-outline-secondary",
            )

    def _deciding(self):
        workflow = api.portal.get_tool("portal_workflow")
        for transition in workflow.getTransitionsFor(self.content):
            if transition["id"] not in NOT_OFFERED:
                yield Step(
                    transition_title(transition, self.content),
                    f"{self.content.absolute_url()}/@@publication"
                    f"?transition={transition['id']}",
                )
        if last_change(self.content) is not None:
            yield Step(
                _("step_states", default="State, undo"),
                f"{self.content.absolute_url()}/@@publication",
                "btn-outline-secondary",
            )

    def _looking(self):
        if self.public is not None:
            yield Step(
                _("step_compare", default="What changes"),
                f"{self.content.absolute_url()}/@@compare",
                "btn-outline-secondary",
            )
        if self.public is not None and not self.is_working_copy:
            yield Step(
                _("step_open_revision", default="Open the revision"),
                f"{self.revision.absolute_url()}/view",
                "btn-outline-secondary",
            )
        for step in subscribers([self.content], IFurtherStep):
            yield Step(step.title, step.url, "btn-outline-secondary")
        public = self.public or self.content
        if versions_of(public):
            yield Step(
                _("step_versions", default="Versions"),
                f"{public.absolute_url()}/@@versions",
                "btn-outline-secondary",
            )
        if is_public(public):
            # The page knows its address for residents where it is not its own.
            url = getattr(self.view, "canonical_url", None) or public.absolute_url()
            query = urlencode({"face": "public", "came_from": url})
            yield Step(
                _("step_view_as_resident", default="View as a resident"),
                f"{api.portal.get().absolute_url()}/@@set-face?{query}",
                "btn-outline-secondary",
            )
