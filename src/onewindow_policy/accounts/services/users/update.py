"""PATCH `@users/<id>`, POST `…/reset-password`: one's own password needs the old one."""

from io import BytesIO
from onewindow_policy.accounts.changing import note_refused_change
from onewindow_policy.accounts.changing import OLD_PASSWORD_NEEDED
from onewindow_policy.accounts.exceptions import PasswordRefused
from onewindow_policy.accounts.proofs import confirm_password
from plone.restapi.deserializer import json_body
from plone.restapi.services.users.add import UsersPost
from plone.restapi.services.users.update import UsersPatch

import json
import transaction


class UsersPatchAsking(UsersPatch):
    """The stock service, which asks for `old_password` where one's own is changed.

    The stock one sets it without a word, or does nothing and says that it did, as the
    registration's setting has it.
    """

    def reply(self):
        data = json_body(self.request)
        old_password = data.pop("old_password", None)
        if "password" in data and self._get_user_id == self._get_current_user:
            user = self._get_user(self._get_user_id)
            if not self.can_set_own_password or not confirm_password(
                self.context.acl_users, user.getUser(), old_password, self.request
            ):
                note_refused_change(user.getId())
                return self._error(403, "Wrong password", OLD_PASSWORD_NEEDED)
            if (problem := self._set(user, data.pop("password"))) is not None:
                return problem
        # The stock service reads the body again, and would keep what it does not know.
        self.request._file = BytesIO(json.dumps(data).encode())
        try:
            return super().reply()
        except PasswordRefused as refusal:
            return _refuse(self, refusal)

    def _set(self, user, password):
        try:
            self._change_user_password(user, password)
        except PasswordRefused as refusal:
            return _refuse(self, refusal)
        return None


#: Stands for whoever has no account: all that is asked of it is whether it is there.
_NOBODY = object()


class UsersPostAsking(UsersPost):
    """The stock service, whose way with `old_password` is noted as the proof it is, and
    which does not say whether there is such an account."""

    def reply(self):
        try:
            return super().reply()
        except PasswordRefused as refusal:
            return _refuse(self, refusal)

    def _get_user_by_login_name(self, user_id):
        return super()._get_user_by_login_name(user_id) or _NOBODY

    def update_password(self, data):
        old_password = data.get("old_password")
        user = super()._get_user_by_login_name(self.params[0])
        if user is not None and old_password and not data.get("reset_token"):
            confirm_password(
                self.context.acl_users, user.getUser(), old_password, self.request
            )
        return super().update_password(data)


def _refuse(service, refusal: PasswordRefused) -> dict:
    """Answer in words, and keep nothing of what else the request has changed."""
    transaction.doom()
    return service._error(400, "Invalid password", str(refusal))
