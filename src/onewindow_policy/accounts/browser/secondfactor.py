"""`@@second-factor`: one's own second factor."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.browser.secondstep import too_many
from onewindow_policy.accounts.browser.secondstep import WRONG_CODE
from onewindow_policy.accounts.duties import MUST_ENROL
from onewindow_policy.accounts.exceptions import TooManyCodes
from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.accounts.proofs import confirm_password
from onewindow_policy.accounts.renewing import renew_hash_of
from onewindow_policy.accounts.secondfactor import address_for_apps
from onewindow_policy.accounts.secondfactor import check_code
from onewindow_policy.accounts.secondfactor import codes_left
from onewindow_policy.accounts.secondfactor import enrol
from onewindow_policy.accounts.secondfactor import new_secret
from onewindow_policy.accounts.secondfactor import remove
from onewindow_policy.accounts.secondfactor import renew_codes
from onewindow_policy.accounts.secondfactor import SECRET
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import check_write
from plone import api

import segno

WRONG_PASSWORD = _("second_factor_wrong_password", default="This is not your password.")


class OwnSecondFactor(PrivatePage):
    """Shows the secret as a picture, and keeps it when a code shows that an app has it."""

    page_title = _("title_second_factor", default="Second factor")
    problem = None
    #: Shown once, in the answer to the form that made them.
    new_codes = ()

    def answer(self):
        if self.plugin is None or self.user is None:
            return self.request.response.redirect(self.site_url)
        if self.request.method == "POST":
            check_write(self.request)
            self._do()
        return self.index()

    @cached_property
    def acl_users(self):
        return self.context.acl_users

    @cached_property
    def plugin(self):
        return plugin_of(self.acl_users)

    @cached_property
    def user(self):
        """The person, or None for an account of the root, which has no second factor."""
        user = api.user.get_current()
        return self.acl_users.source_users.getUserById(user.getId()) if user else None

    @property
    def user_id(self) -> str:
        return self.user.getId()

    @property
    def has_one(self) -> bool:
        return self.plugin.has_second_factor(self.user_id)

    @property
    def demand(self):
        return MUST_ENROL if self.plugin.must_enrol(self.user_id) else None

    @property
    def codes_left(self) -> int:
        return codes_left(self.user_id)

    @cached_property
    def secret(self) -> str:
        """What the person is setting up: of the form that came back, or a new one."""
        typed = text_of(self.request, "secret")
        return typed if SECRET.fullmatch(typed) else new_secret()

    @property
    def secret_in_groups(self) -> str:
        return " ".join(self.secret[at : at + 4] for at in range(0, 32, 4))

    @property
    def picture(self) -> str:
        address = address_for_apps(
            self.secret,
            self.user.getUserName(),
            api.portal.get_registry_record("plone.site_title") or "",
        )
        # White in the dark as well, as cameras need it.
        return segno.make(address, error="m", micro=False).svg_inline(
            border=4,
            scale=4,
            light="#fff",
            svgclass="second-factor-code",
            lineclass=None,
        )

    def _do(self) -> None:
        form = self.request.form
        password, code = form.get("password"), form.get("code")
        if not isinstance(code, str):
            code = ""
        if not confirm_password(self.acl_users, self.user, password, self.request):
            self.problem = WRONG_PASSWORD
        elif not self.has_one:
            self._set(password, code[:100])
        elif self._is_right(code[:100]):
            self._change()

    def _set(self, password: str, code: str) -> None:
        codes = enrol(self.user_id, self.secret, code.replace(" ", ""))
        if codes is None:
            self.problem = WRONG_CODE
            return
        self.plugin.note_second_factor(self.user_id, has_one=True)
        # It is at hand, and a log-in by two steps has it in the first one only.
        renew_hash_of(self.acl_users.source_users, self.user_id, password)
        self.new_codes = codes

    def _change(self) -> None:
        if "renew" in self.request.form:
            self.new_codes = renew_codes(self.user_id)
        elif "remove" in self.request.form:
            remove(self.user_id, why="by the person")
            self.plugin.note_second_factor(self.user_id, has_one=False)

    def _is_right(self, code: str) -> bool:
        try:
            if check_code(self.user_id, code):
                return True
            self.problem = WRONG_CODE
        except TooManyCodes as refusal:
            self.problem = too_many(refusal)
        return False
