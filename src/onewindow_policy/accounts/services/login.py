"""POST `@login`: a token for both factors of whoever has two."""

from onewindow_policy import _
from onewindow_policy.accounts.exceptions import TooManyCodes
from onewindow_policy.accounts.halfway import note_second_step
from onewindow_policy.accounts.halfway import right_password_of
from onewindow_policy.accounts.secondfactor import check_code
from plone.restapi.deserializer import json_body
from plone.restapi.services.auth.login import Login
from zope.i18n import translate

CODE_NEEDED = _(
    "second_factor_code_needed",
    default="Send the code of your second factor too, as code.",
)
CODE_WRONG = _(
    "second_factor_code_wrong", default="The code of the second factor is not right."
)


class LoginByTwoSteps(Login):
    """The stock service, which takes a `code` besides name and password."""

    def reply(self):
        answer = super().reply()
        user_id = right_password_of(self.request)
        if user_id is None or "token" in answer:
            return answer
        code = json_body(self.request).get("code")
        if not isinstance(code, str) or not code:
            return self._refuse(401, "Second factor needed", CODE_NEEDED)
        try:
            is_right = check_code(user_id, code[:100])
        except TooManyCodes as refusal:
            seconds = str(refusal.wait_seconds)
            self.request.response.setHeader("Retry-After", seconds)
            return self._refuse(429, "Too many wrong codes", CODE_WRONG)
        if not is_right:
            return self._refuse(401, "Wrong code", CODE_WRONG)
        note_second_step(self.request, user_id)
        self.request.response.setStatus(200)
        return super().reply()

    def _refuse(self, status: int, kind: str, message) -> dict:
        self.request.response.setStatus(status)
        text = translate(message, context=self.request)
        return {"error": {"type": kind, "message": text}}
