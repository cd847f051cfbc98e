"""Reading one answer anew: what an applicant mends at the window is judged by the form."""

from collective.easyform.api import get_schema
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.interfaces import IResidentIdNumber
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IFromUnicode
from zope.schema.interfaces import IText

#: Whose application it is, is not mended: that would be another person's.
_NOT_MENDED = (IResidentIdNumber,)


def text_questions(form) -> dict[str, str]:
    """Return the titles by name of the questions of `form` that are answered in words or
    numbers, as it is now."""
    return {
        name: asked.title
        for name, asked in getFieldsInOrder(get_schema(form))
        if IText.providedBy(asked)
        and IFromUnicode.providedBy(asked)
        and not any(each.providedBy(asked) for each in _NOT_MENDED)
        and not name.endswith(HOW)
    }


def read_text(form, name: str, text: str) -> str:
    """Return what a question of `form` keeps for `text`.

    Raises `UnfitAnswer`, or `ValidationError` of `zope.schema`, where the form would not
    take it.
    """
    return str(get_schema(form)[name].bind(form).fromUnicode(text))
