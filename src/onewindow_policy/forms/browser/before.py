"""What is said before the first question: how long it takes, for whom it is, what to have
at hand."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.items import guide_of
from onewindow_policy.forms.preparing import preparation_for
from onewindow_policy.pages.api import Fragment
from onewindow_policy.vocabularies.api import translation_target
from pathlib import Path

_TEMPLATE = Fragment(Path(__file__).parent / "templates" / "before.pt")


def _questions(form) -> Iterator:
    """Yield the fields that most people answer, with what they may choose to upload."""
    names = {widget.__name__ for widget in form.asked_widgets()}
    for widget in form.all_widgets():
        if widget.__name__ in names or widget.__name__ + HOW in names:
            yield widget.field


def before_part(page) -> str:
    """Return the HTML of what a `FormPage` says first; empty where no service is applied
    for."""
    guide = guide_of(page.form.context)
    if guide is None:
        return ""
    prepared = preparation_for(_questions(page.form))
    minutes = _(
        "form_minutes",
        default="About ${minutes} minutes",
        mapping={"minutes": prepared.minutes},
    )
    return _TEMPLATE(
        minutes=page.words(minutes),
        conditions=guide.conditions,
        things=[page.words(thing) for thing in prepared.things],
        photographs=page.words.enumerate(prepared.photographs),
        content_lang=page.content_language,
        target_language=translation_target(page.words.language),
    )
