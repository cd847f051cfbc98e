"""Where something stands, and each step from there: asked about, made, and undone.

The page says what a step will take from residents before it is made, why it is not
possible where it is not, and offers the way back afterwards, to whoever may go it.
"""

from Acquisition import aq_inner
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.editing.api import RETURNED
from onewindow_policy.editing.api import returned_note
from onewindow_policy.editing.api import save_of_content
from onewindow_policy.pages.api import text_of
from onewindow_policy.publishing.away import REFUSAL
from onewindow_policy.publishing.exceptions import TransitionRefused
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.publishing.hiding import find_hidden
from onewindow_policy.publishing.interfaces import IRoom
from onewindow_policy.publishing.linting import find_findings
from onewindow_policy.publishing.linting import Finding
from onewindow_policy.publishing.linting import place_in_words
from onewindow_policy.publishing.states import join_steps
from onewindow_policy.publishing.states import last_change
from onewindow_policy.publishing.states import state_of
from onewindow_policy.publishing.states import workflow_of
from onewindow_policy.publishing.undoing import is_for_reviewers
from onewindow_policy.publishing.undoing import may_go
from onewindow_policy.publishing.undoing import way_back
from onewindow_policy.publishing.undoing import way_back_after
from onewindow_policy.publishing.versions import versions_of
from onewindow_policy.publishing.wording import account_name
from onewindow_policy.publishing.wording import state_title
from onewindow_policy.publishing.wording import transition_title
from onewindow_policy.publishing.workingcopies import standing_over
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import require_database
from onewindow_policy.workdays.api import time_text
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IWorkingCopy
from plone.protect.authenticator import check as check_authenticator
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.i18nmessageid import Message

import transaction

#: The transition that needs a reason.
REJECT = "reject"

#: Those before which the page says what stands against publication. Submitting is not
#: refused for it: a guide's samples may wait for their review as well, and some of it
#: only a reviewer enters.
CHECKED = ("submit", "publish")

#: What is named of many, before “and so on”.
NAMED = 5

NOT_POSSIBLE = _(
    "error_no_such_transition",
    default=(
        "This is not possible in the present state, or not for you."
        " Somebody may have been faster: look at the page again."
    ),
)

#: As many sentences to mend are listed where there are more.
FINDINGS_SHOWN = 20


class PublicationView(BrowserView):
    """Lists the steps; or asks about one of them, and makes it when it is posted."""

    index = ViewPageTemplateFile("publication.pt")
    states = ViewPageTemplateFile("states.pt")
    gaps = ()
    findings = ()
    refusal = ""
    hidden = None
    transition = None

    def __call__(self):
        if workflow_of(self.context) is None:
            raise NotFound(self.request.get("ACTUAL_URL"))
        # What was given back after a log-in waits for its button.
        is_returned = RETURNED in self.request.form
        is_posted = self.request.method == "POST" and not is_returned
        if is_posted and "undo" in self.request.form:
            return self._undo()
        wanted = text_of(self.request, "transition")
        if not wanted and not is_posted:
            return self._show_states()
        self.transition = self._possible().get(wanted)
        if self.transition is None:
            raise BadRequest(api.portal.translate(NOT_POSSIBLE))
        self.comment = text_of(self.request, "comment")
        self.needs_reason = wanted == REJECT
        if is_posted:
            return self._carry_out()
        if wanted in CHECKED:
            self.gaps = find_gaps(self.context)
            self.findings = find_findings(aq_inner(self.context))[:FINDINGS_SHOWN]
        return self._ask()

    def _ask(self):
        self.hidden = find_hidden(aq_inner(self.context), self.transition["id"])
        return self.index()

    def _show_states(self):
        """Show the page of states. Undoing that hides something asks first, too."""
        context = aq_inner(self.context)
        if (way := way_back(context)) and may_go(context, way):
            self.hidden = find_hidden(context, way[0])
        self.is_asked = self.hidden is None or "undo" in self.request.form
        return self.states()

    def _possible(self) -> dict:
        tool = api.portal.get_tool("portal_workflow")
        found = tool.getTransitionsFor(aq_inner(self.context))
        return {each["id"]: each for each in found}

    # What the page of a step says

    def place_of(self, finding: Finding) -> str:
        """Where there is something to mend that keeps nothing from being public."""
        return place_in_words(finding, self.request)

    @property
    def note(self) -> str:
        """What is said of a remark that was given back."""
        return returned_note(self.context, self.request)

    @property
    def page_title(self) -> Message:
        """What the transition is called, where one was asked for."""
        if self.transition is None:
            return _("heading_states", default="State")
        return transition_title(self.transition, self.context)

    @property
    def revises_public(self) -> bool:
        """Whether there is something public to compare with."""
        return IWorkingCopy.providedBy(self.context)

    @cached_property
    def standing(self) -> str:
        """What tells the public text that would be replaced unseen, "" for none."""
        is_replacing = self.transition["id"] == "publish" and self.revises_public
        return standing_over(aq_inner(self.context)) if is_replacing else ""

    @property
    def public(self):
        """What is public, where this revises it."""
        return ICheckinCheckoutPolicy(aq_inner(self.context)).getBaseline()

    @property
    def save_of_public(self):
        """When what is public was saved last, and by whom; None if it is not known."""
        return save_of_content(self.public)

    @property
    def held(self) -> str:
        """Titles of what is hidden along with the content."""
        return named(self.hidden.held)

    @property
    def referring(self) -> str:
        """Titles of pages that would lead nowhere."""
        return named(self.hidden.referring)

    @property
    def way_afterwards(self) -> Message:
        """Who will be able to undo it."""
        return self._who_may(way_back_after(self.context, self.transition["id"]))

    def _who_may(self, way) -> Message:
        if way and may_go(self.context, way):
            return _(
                "text_undo_yourself",
                default="You can undo it afterwards, on the page “State, undo”.",
            )
        if not way or is_for_reviewers(self.context, way):
            return _(
                "text_undo_reviewer",
                default=(
                    "You cannot bring it back yourself: a reviewer can, on the page"
                    " “State, undo”."
                ),
            )
        return _(
            "text_undo_editor",
            default=(
                "You cannot bring it back yourself: an editor can, on the page"
                " “State, undo”."
            ),
        )

    # What the page of states says

    @property
    def is_room(self) -> bool:
        """Whether this is a room of the site, which has one state."""
        return IRoom.providedBy(self.context)

    @property
    def is_refused(self) -> bool:
        """Whether something stood against what was asked."""
        return bool(self.refusal or self.gaps)

    @property
    def state(self) -> Message:
        """The present state."""
        return state_title(self.context, state_of(self.context))

    @property
    def steps(self) -> list[dict]:
        """What the user may do next."""
        url = f"{self.context.absolute_url()}/@@publication?transition="
        return [
            {"title": transition_title(each, self.context), "url": f"{url}{name}"}
            for name, each in self._possible().items()
        ]

    @property
    def change(self) -> dict | None:
        """The last change of state, in words; None before the first."""
        entry = last_change(aq_inner(self.context))
        if entry is None:
            return None
        return {
            "moment": time_text(entry["time"]),
            "who": account_name(entry["actor"]),
            "before": state_title(self.context, entry["from_state"]),
            "comment": entry.get("comments") or "",
            "key": _key(entry),
        }

    @property
    def may_undo(self) -> bool:
        """Whether the last change can be undone by the user."""
        way = way_back(aq_inner(self.context))
        return bool(way) and may_go(self.context, way)

    @property
    def asks_before_hiding(self) -> bool:
        """Whether to tell what undoing hides, beside the button that does it."""
        return self.is_asked and self.hidden is not None

    @property
    def who_undoes(self) -> Message:
        """Who can undo the last change, where the user cannot."""
        return self._who_may(way_back(aq_inner(self.context)))

    @property
    def former_texts_url(self) -> str | None:
        """Where texts are that were public before the present one, None without any.

        No button undoes that a revision was published.
        """
        context = aq_inner(self.context)
        if len(versions_of(context)) < 2:
            return None
        return f"{context.absolute_url()}/@@versions"

    # What it does

    def _carry_out(self):
        context = aq_inner(self.context)
        copy_of = None
        if self.transition["id"] == "publish" and IWorkingCopy.providedBy(context):
            copy_of = ICheckinCheckoutPolicy(context).getBaseline()
        if refused := self._make([self.transition["id"]], self.comment):
            return refused
        if copy_of is not None:
            api.portal.show_message(
                _(
                    "message_revision_public",
                    default=(
                        "The revision is public. It is not undone by a button: the text"
                        " before it is under “Versions”."
                    ),
                ),
                self.request,
            )
            return self.request.response.redirect(copy_of.absolute_url())
        return self._show_done()

    def _show_done(self):
        api.portal.show_message(
            _("message_state_changed", default="Done."), self.request
        )
        url = aq_inner(self.context).absolute_url()
        return self.request.response.redirect(f"{url}/@@publication")

    def _undo(self):
        context = aq_inner(self.context)
        entry, way = last_change(context), way_back(context)
        asked = text_of(self.request, "undo")
        if not way or not may_go(context, way) or asked != _key(entry):
            raise BadRequest(api.portal.translate(NOT_POSSIBLE))
        remark = api.portal.translate(_("remark_undone", default="Undone"))
        self.transition = {"id": way[0]}
        if refused := self._make(way, remark):
            return refused
        return self._show_done()

    def _make(self, way, comment: str):
        """Make transitions, all or none. Returns a page where they are refused."""
        check_authenticator(self.request)
        context = aq_inner(self.context)
        try:
            require_database()
        except DatabaseUnavailable as away:
            self.refusal = REFUSAL
            for name, value in away.headers.items():
                self.request.response.setHeader(name, value)
            return self._show_refusal(503)
        before, begin = transaction.savepoint(optimistic=True), state_of(context)
        workflow = api.portal.get_tool("portal_workflow")
        try:
            for name in way:
                workflow.doActionFor(context, name, comment=comment)
            if len(way) > 1:
                join_steps(context, begin)
        except TransitionRefused as refused:
            before.rollback()
            self.gaps = getattr(refused, "gaps", ())
            self.refusal = "" if self.gaps else str(refused)
            return self._show_refusal()
        return None

    def _show_refusal(self, status=422):
        # 422: the request was understood, the content is not fit for it.
        self.request.response.setStatus(status)
        if "undo" in self.request.form:
            return self._show_states()
        return self._ask()


def _key(entry: dict) -> str:
    """Return what tells one change of a state from all later ones.

    Two may be made within a second.
    """
    return f"{entry['number']} {entry['time'].ISO8601()}"


def named(titles: list[str]) -> str:
    """Return the first of `titles`, as pages name what is hidden."""
    named = "、".join(titles[:NAMED])
    return f"{named} …" if len(titles) > NAMED else named
