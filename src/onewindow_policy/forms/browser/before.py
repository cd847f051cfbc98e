"""What is said before the first question: how long it takes, for whom it is, what to have
at hand."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.handingout import AT_HOME
from onewindow_policy.forms.handingout import BY_POST
from onewindow_policy.forms.handingout import HANDED_OVER
from onewindow_policy.forms.handingout import only_way
from onewindow_policy.forms.items import guide_of
from onewindow_policy.forms.preparing import preparation_for
from onewindow_policy.pages.api import Fragment
from onewindow_policy.vocabularies.api import translation_target
from pathlib import Path

_TEMPLATE = Fragment(Path(__file__).parent / "templates" / "before.pt")


#: How the result comes, where nobody chooses.
_RESULTS = {
    HANDED_OVER: _("text_result_at_window", default="You collect it at the window."),
    BY_POST: _("text_result_by_post", default="It is sent to you by post."),
    AT_HOME: _("text_result_at_home", default="It is brought to your home."),
}


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
    way = only_way(guide)
    prepared = preparation_for(_questions(page.form))
    minutes = _(
        "form_minutes",
        default="About ${minutes} minutes",
        mapping={"minutes": prepared.minutes},
    )
    return _TEMPLATE(
        minutes=page.words(minutes),
        conditions=guide.conditions,
        result=page.words(_RESULTS[way]) if way is not None else "",
        things=[page.words(thing) for thing in prepared.things],
        photographs=page.words.enumerate(prepared.photographs),
        content_lang=page.content_language,
        target_language=translation_target(page.words.language),
    )
