"""`@@onewindow-message-text-versions`: what each text of messages said, since when, and who
wrote it; a former one comes into force again."""

from onewindow_policy import _
from onewindow_policy.editing.api import RETURNED
from onewindow_policy.editing.api import save_of_version
from onewindow_policy.messages.browser.texts import title_of
from onewindow_policy.messages.exceptions import TextChanged
from onewindow_policy.messages.exceptions import TextUnchanged
from onewindow_policy.messages.exceptions import TextUnfit
from onewindow_policy.messages.exceptions import TextUnknown
from onewindow_policy.messages.texts import restore_text
from onewindow_policy.messages.texts import says_the_same
from onewindow_policy.messages.texts import text_templates
from onewindow_policy.messages.texts import text_versions
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import check_write
from plone import api
from zExceptions import NotFound

RESTORED = _(
    "message_text_restored",
    default="It holds again, as a version of its own: also for messages that still wait.",
)

_LONGEST_NAME = 60
_LONGEST_NUMBER = 6
_NO_VERSION = -1


class TextVersionsView(PrivatePage):
    """Shows all versions, and has one hold again."""

    page_title = _("title_text_versions", default="Texts of messages: all versions")
    is_staff_page = True
    #: Why nothing was changed.
    problem = ""

    def answer(self):
        """See `PrivatePage`."""
        # What is given back after a log-in waits for its button.
        if self.request.method != "POST" or RETURNED in self.request.form:
            return self.index()
        check_write(self.request)
        try:
            restore_text(
                text_of(self.request, "template", _LONGEST_NAME),
                self._number("version"),
                api.user.get_current().getId(),
                held=self._number("held"),
            )
        except TextUnknown as error:
            raise NotFound(self.request.get("ACTUAL_URL")) from error
        except (TextChanged, TextUnchanged, TextUnfit) as error:
            self.problem = self.translate(error.message)
            self.request.response.setStatus(422)
            return self.index()
        api.portal.show_message(RESTORED, self.request)
        return self.request.response.redirect(self.own_url, status=303)

    def _number(self, name: str) -> int:
        text = text_of(self.request, name, _LONGEST_NUMBER)
        return int(text) if text.isdecimal() else _NO_VERSION

    @property
    def restore_label(self) -> str:
        return self.translate(
            _("button_restore_text", default="Have this version hold again")
        )

    @property
    def own_url(self) -> str:
        return f"{self.site_url}/@@onewindow-message-text-versions"

    @property
    def texts_url(self) -> str:
        return f"{self.site_url}/@@onewindow-message-texts"

    @property
    def groups(self) -> list[dict]:
        """The texts that were ever changed, each with its versions, the last one first."""
        return [
            {
                "name": name,
                "title": self.translate(title_of(template)),
                "held": versions[-1]["version"],
                "versions": [
                    {
                        **each,
                        "lines": each["text"].splitlines(),
                        "save": save_of_version(each),
                        "is_held": each is versions[-1],
                        "can_hold": not says_the_same(each, versions[-1]),
                    }
                    for each in reversed(versions)
                ],
            }
            for name, template in text_templates().items()
            if (versions := text_versions(name))
        ]
