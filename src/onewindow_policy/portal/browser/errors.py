"""What went wrong, and what to do next, for those who do not edit."""

from AccessControl import getSecurityManager
from onewindow_policy import logger
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.desks.api import sent_form
from onewindow_policy.editing.api import RETURNED
from onewindow_policy.forms.browser.undelivered import page_in
from onewindow_policy.forms.browser.undelivered import Undelivered
from onewindow_policy.forms.browser.undelivered import undelivered
from onewindow_policy.pages.api import hotline
from onewindow_policy.pages.api import text_of
from onewindow_policy.patches.requests import leave_answer
from onewindow_policy.portal.browser.failures import BUSY
from onewindow_policy.portal.browser.failures import CLOSED
from onewindow_policy.portal.browser.failures import FAILED
from onewindow_policy.portal.browser.failures import kind_of
from onewindow_policy.portal.browser.failures import NO_ACCESS
from onewindow_policy.portal.browser.failures import NO_PRIVILEGES
from onewindow_policy.portal.browser.failures import NOT_DONE
from onewindow_policy.portal.browser.failures import NOT_FOUND
from onewindow_policy.portal.browser.failures import NOT_SAVED
from onewindow_policy.portal.browser.failures import NOT_SENT
from onewindow_policy.portal.browser.failures import NOT_SHOWN
from onewindow_policy.portal.browser.failures import PERHAPS_SAVED
from onewindow_policy.portal.browser.failures import PUBLIC_ONLY
from onewindow_policy.portal.browser.failures import READING
from onewindow_policy.portal.browser.failures import REFUSED
from onewindow_policy.portal.browser.failures import TITLES
from onewindow_policy.portal.browser.failures import TOO_OFTEN
from onewindow_policy.portal.browser.failures import UNREADABLE
from onewindow_policy.portal.browser.kept import fields_of
from onewindow_policy.portal.browser.kept import Kept
from onewindow_policy.portal.browser.kept import texts_of
from onewindow_policy.portal.browser.searchbox import SearchBox
from onewindow_policy.portal.browser.unattended import TriesAgain
from onewindow_policy.portal.browser.uploads import words_for_upload
from onewindow_policy.portal.face import uses_editing_interface
from onewindow_policy.publishing.api import is_archived
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from onewindow_policy.web.exceptions import StaleToken
from onewindow_policy.web.headers import OWN_FACE
from onewindow_policy.web.inputs import has_unusual_inputs
from onewindow_policy.web.inputs import is_over_a_query
from onewindow_policy.web.inputs import may_be_provoked
from onewindow_policy.web.inputs import UnreadableInputs
from pathlib import Path
from Products.CMFPlone.browser import exceptions as stock
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from zExceptions import BadRequest
from zExceptions import HTTPUnsupportedMediaType
from zope.component import getMultiAdapter
from zope.component.hooks import getSite
from zope.i18n import translate

import json

#: What is left of what somebody sent is in the answer alone.
_UNSAVED = frozenset({BUSY, FAILED, NOT_SAVED, PERHAPS_SAVED})

#: The input with the token against forged requests.
TOKEN = "_authenticator"

#: What is sent by those who take whatever there is.
ANYTHING = {"", "*/*"}


class ExceptionView(TriesAgain, stock.ExceptionView):
    """An error page in the public face; editors get Plone's own.

    Status, redirects of moved pages, and JSON for programs are Plone's; who does not say
    what they take, like some browsers within apps, gets the page. What failed is in the
    log of the server: a resident is told what to do, not what broke.
    """

    public_template = ViewPageTemplateFile("error.pt")
    basic_page = ViewPageTemplateFile("error_basic.pt")
    stock_template = ViewPageTemplateFile(
        str(Path(stock.__file__).parent / "templates" / "error_message.pt")
    )
    has_own_search = True
    breadcrumbs = ()

    #: The form that was sent to where none is.
    undelivered: Undelivered | None = None
    page_description = ""

    def __call__(self):
        # What was being traversed may be anything, a folder of pictures or a view; the
        # page stands in the portal.
        self.__parent__ = getSite() or self.__parent__
        self.failure = self.context
        self.kind = kind_of(self.failure, self.request.method)
        if self.kind == FAILED and self.is_provoked:
            self.kind = UNREADABLE
            self.context = UnreadableInputs()
        if self.request.getHeader("Accept", "").strip() in ANYTHING:
            # Plone asks this very header whether JSON is wanted.
            self.request.environ["HTTP_ACCEPT"] = "text/html"
        if words := words_for_upload(self.request, self.failure):
            return self.plain_refusal(words)
        is_for_people = "text/html" in self.request.getHeader("Accept", "")
        if self.kind in _UNSAVED and self.request.method not in READING:
            # What a page said of its success is not true any more.
            IStatusMessage(self.request).show()
            if is_for_people and (page := self.form_again()):
                return page
        if self.kind == NO_ACCESS and is_for_people and (page := self.kept_page()):
            return page
        if self.kind in (NOT_FOUND, NO_ACCESS) and is_for_people:
            self.undelivered = undelivered(self.request)
        if self.undelivered is not None:
            return self.not_sent_page()
        if self.kind == NO_ACCESS and is_for_people and self.is_withdrawn:
            return self.withdrawn_page()
        if self.kind == TOO_OFTEN and not is_for_people:
            return self.as_json()
        if self.kind == NOT_DONE:
            # Locked: Plone goes on to take the status from what was raised.
            self.request.response.setStatus(type(self.failure), lock=True)
            if not is_for_people:
                return self.refusal_for_programs()
        faults = faults_of_fields(self.failure)
        if faults and not is_for_people:
            return self.faults_for_programs(faults)
        answer = super().__call__()
        if self.kind == REFUSED and not is_for_people:
            answer = json.dumps({"type": "FormRefused", "message": str(self.failure)})
        if self.kind in (REFUSED, UNREADABLE) and not isinstance(
            self.failure, HTTPUnsupportedMediaType
        ):
            # Locked: Plone goes on to take the status from what was raised.
            self.request.response.setStatus(400, lock=True)
        return answer

    def form_again(self) -> str:
        """Return the form of a desk whose work could not be kept, "" for other pages."""
        page = sent_form(self.request)
        if page is None:
            return ""
        try:
            answer = page.give_back(self.failure)
        except Exception as error:  # noqa: BLE001 (what failed may be the page itself)
            # Its words may repeat what was typed.
            logger.error("A form could not be given back: %s", type(error).__qualname__)
            return ""
        return answer

    def as_json(self) -> str:
        """Return what programs are told, in the form that REST gives its errors."""
        response = self.request.response
        response.setStatus(type(self.failure))
        response.setHeader("Content-Type", "application/json")
        kind = type(self.failure).__name__
        return json.dumps({"type": kind, "message": str(self.failure)})

    def plain_refusal(self, words) -> str:
        """Return words for a script that shows them as they are."""
        response = self.request.response
        response.setStatus(403, lock=True)
        response.setHeader("Content-Type", "text/plain; charset=utf-8")
        response.setHeader("Cache-Control", "no-store")
        leave_answer(response)
        return translate(words, context=self.request)

    def refusal_for_programs(self) -> str:
        """Return what people are told, as plone.restapi tells programs of errors."""
        response = self.request.response
        response.setHeader("Content-Type", "application/json")
        told = {"type": type(self.failure).__name__, "message": self.refusal}
        return json.dumps(told, ensure_ascii=False)

    def faults_for_programs(self, faults: list[dict[str, str]]) -> str:
        """Return which fields are wrong, and how, as REST gives its errors."""
        response = self.request.response
        response.setStatus(400, lock=True)
        response.setHeader("Content-Type", "application/json")
        message = " ".join(each["message"] for each in faults)
        told = {"type": "BadRequest", "message": message, "errors": faults}
        return json.dumps(told, ensure_ascii=False)

    @property
    def is_provoked(self) -> bool:
        """Whether a page has probably failed over inputs that no page of ours sends.

        Plone's forms for editors do send such inputs, and their failures are ours. The
        log has the failure as an error in any case.
        """
        if is_over_a_query(self.failure, self.request):
            return True
        return (
            may_be_provoked(self.failure)
            and has_unusual_inputs(self.request)
            and not uses_editing_interface(self.__parent__)
        )

    @property
    def is_withdrawn(self) -> bool:
        """Whether a visitor asks for what was public once: an old link or poster."""
        if getSecurityManager().getUser().getId() is not None:
            return False
        asked = (self.request.get("PUBLISHED"), *self.request.get("PARENTS", ()))
        return any(is_archived(each) for each in asked)

    def withdrawn_page(self) -> str:
        """Return the page of what is not there, instead of asking residents to log in."""
        return self.page_instead(NOT_FOUND)

    def kept_page(self) -> str:
        """Return what gives an editor's text back whose log-in is over, or is another one
        than that of the form; "" else."""
        if page_in(self.request):
            return ""
        is_logged_in = getSecurityManager().getUser().getId() is not None
        is_stale = isinstance(self.failure, StaleToken)
        if is_logged_in and not is_stale and not self._has_stale_token():
            return ""
        if is_logged_in and RETURNED in self.request.form:
            # It did not open as a form, and would come back each time.
            return ""
        if is_stale and not is_logged_in:
            return ""
        kept = Kept(getSite(), self.request)
        if not kept.is_needed:
            return ""
        response = self.request.response
        response.setStatus(403, lock=True)
        response.setHeader("Cache-Control", "no-store")
        leave_answer(response)
        return kept.index()

    def _has_stale_token(self) -> bool:
        """Whether a page of ours was sent with the token of an earlier log-in.

        Those that write records, and forms that protect themselves, ask for it before
        plone.protect does.
        """
        if not isinstance(self.request.form.get(TOKEN), str):
            return False
        authenticator = getMultiAdapter((getSite(), self.request), name="authenticator")
        return not authenticator.verify()

    def not_sent_page(self) -> str:
        """Return what is said of a form that was sent and is there no more; a form that
        only stands elsewhere takes in there what was sent."""
        response = self.request.response
        if url := self.undelivered.new_address:
            # The browser sends all of it once more (RFC 9110, section 15.4.8).
            response.redirect(url, status=307, lock=True)
            leave_answer(response)
            return ""
        response.setHeader("Cache-Control", "no-store")
        return self.page_instead(NOT_SENT)

    def page_instead(self, kind: str) -> str:
        """Return the page of another kind, as of something that was not found."""
        self.kind = kind
        self.context = self.__parent__
        response = self.request.response
        response.setStatus(404, lock=True)
        leave_answer(response)
        return self.index()

    def index(self, **options):
        if self.kind not in PUBLIC_ONLY and uses_editing_interface(self.context):
            return self.stock_template(**options)
        return self.public_template(**options)

    def basic_template(self, **options):
        """Return the page for when the main template itself fails."""
        self.request.response.setHeader(OWN_FACE, "1")
        return self.basic_page(**options)

    @property
    def page_title(self) -> str:
        return TITLES[self.kind]

    @property
    def is_not_found(self) -> bool:
        return self.kind == NOT_FOUND

    @property
    def is_not_sent(self) -> bool:
        return self.kind == NOT_SENT

    @property
    def is_no_access(self) -> bool:
        return self.kind == NO_ACCESS

    @property
    def is_no_privileges(self) -> bool:
        return self.kind == NO_PRIVILEGES

    @property
    def is_unreadable(self) -> bool:
        return self.kind == UNREADABLE

    @property
    def is_too_often(self) -> bool:
        return self.kind == TOO_OFTEN

    @property
    def wait_minutes(self) -> int:
        return self.failure.minutes

    @property
    def typed_name(self) -> str:
        """The name that was typed into the login form, for another try."""
        return text_of(self.request, "__ac_name")

    @property
    def typed_came_from(self) -> str:
        return text_of(self.request, "came_from")

    @property
    def is_failed(self) -> bool:
        return self.kind == FAILED

    @property
    def is_not_saved(self) -> bool:
        return self.kind == NOT_SAVED

    @property
    def is_not_shown(self) -> bool:
        return self.kind == NOT_SHOWN

    @property
    def refusal(self) -> str:
        """What a rule of ours said that refused something, "" for other failures."""
        return str(self.failure) if self.kind == NOT_DONE else ""

    @property
    def is_reading(self) -> bool:
        return self.request.method in READING

    @property
    def is_closed(self) -> bool:
        return self.kind in CLOSED

    @property
    def can_be_repeated(self) -> bool:
        """Whether a reload of the page sends again what was not saved: it is in the
        browser's page, and in no other place."""
        repeatable = (BUSY, FAILED, NOT_SAVED)
        return self.request.method == "POST" and self.kind in repeatable

    @property
    def typed_texts(self) -> list[str]:
        """What somebody who is logged in had typed and nobody saved, to read and copy."""
        is_logged_in = getSecurityManager().getUser().getId() is not None
        if not (is_logged_in and self.can_be_repeated):
            return []
        return texts_of(fields_of(self.request.form))

    @property
    def is_busy(self) -> bool:
        return self.kind == BUSY

    @property
    def is_refused(self) -> bool:
        return self.kind == REFUSED

    @property
    def sentences(self) -> list[str]:
        """What was refused, and the way out."""
        return self.failure.sentences

    @property
    def is_perhaps_saved(self) -> bool:
        return self.kind == PERHAPS_SAVED

    @property
    def portal_url(self) -> str:
        return self.context.absolute_url()

    @property
    def hotline(self) -> str:
        return hotline()

    @property
    def search_box(self) -> str:
        language = translation_target(language_of(self.request))
        return SearchBox(self.portal_url, language, css="find find-wide").render()

    @property
    def catalogue_url(self) -> str:
        return f"{self.portal_url}/{CATALOGUE_PATH}"

    @property
    def communities_url(self) -> str:
        return f"{self.portal_url}/{CITY_PATH}"


class InsufficientPrivileges(ExceptionView):
    """Where somebody is sent who is logged in, and asked for what is not for them."""

    kind = NO_PRIVILEGES

    def __call__(self):
        self.request.response.setStatus(403)
        return self.index()


def faults_of_fields(exception: Exception) -> list[dict[str, str]]:
    """Return what is wrong with the fields of content that a program sent, in the language
    of its user; plone.restapi collects that in one exception."""
    if not isinstance(exception, BadRequest) or not exception.args:
        return []
    faults = exception.args[0] if isinstance(exception.args[0], list) else []
    return [
        {"field": str(each.get("field", "")), "message": str(each["message"])}
        for each in faults
        if isinstance(each, dict) and "message" in each
    ]
