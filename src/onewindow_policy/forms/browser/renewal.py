"""A form that renews what runs out: filled in with what its person said last time."""

from onewindow_policy.devices.api import comes_from_ended_visit
from onewindow_policy.forms.earlier import answers_for
from onewindow_policy.forms.earlier import earlier_in
from onewindow_policy.forms.earlier import RENEWS
from onewindow_policy.forms.earlier import sealed_renewal
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.submitted import PREFIX
from onewindow_policy.origins.api import is_foreign
from plone import api
from zope.annotation.interfaces import IAnnotations

_ANNOTATION = "onewindow_policy.forms.filled_in"


def renew_here(form, request) -> bool:
    """Have `request`, which sends what proves whose an earlier application is, show `form`
    filled in with what was said in it; return whether it proves that."""
    item = item_of(form)
    if item is None or comes_from_ended_visit(request):
        return False
    # Another site's page could have somebody fill in what it reads then.
    if is_foreign(request, is_null_missing=api.user.is_anonymous()):
        return False
    earlier = earlier_in(request, item.code)
    if earlier is None:
        return False
    request.form.clear()
    for name, value in answers_for(form, earlier.answers).items():
        request.form[f"{PREFIX}{name}"] = value
    request.form[RENEWS] = sealed_renewal(earlier.number)
    IAnnotations(request)[_ANNOTATION] = True
    return True


def is_filled_in(request) -> bool:
    """Return whether `request` shows a form that was just filled in from an earlier one."""
    return _ANNOTATION in IAnnotations(request)
