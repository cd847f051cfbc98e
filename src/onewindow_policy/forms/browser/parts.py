"""Parts that pages of forms share: what has changed, what is given back, what is kept."""

from collections.abc import Iterable
from onewindow_policy.devices.api import ending_part
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.keeping import last_day
from onewindow_policy.forms.keeping import resume_url
from onewindow_policy.forms.returned import Returned
from onewindow_policy.forms.shown import AGREED_TO
from onewindow_policy.forms.shown import GUIDE
from onewindow_policy.forms.shown import NAMES
from onewindow_policy.intake.api import kept_form_days
from onewindow_policy.pages.api import Fragment
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from pathlib import Path

_TEMPLATES = Path(__file__).parent / "templates"
_CHANGED = Fragment(_TEMPLATES / "changed.pt")
_RETURNED = Fragment(_TEMPLATES / "returned.pt")
_LOST = Fragment(_TEMPLATES / "lost.pt")
_KEEP = Fragment(_TEMPLATES / "keep.pt")
_RESUMED = Fragment(_TEMPLATES / "resumed.pt")


def changed_part(form) -> str:
    """Return the HTML that says what has changed since the page was opened that came with
    `form`, a `ResidentForm`; empty where nothing did."""
    if not form.changes:
        return ""
    item = item_of(form.context)
    language = translation_target(language_of(form.request))
    return _CHANGED(
        changes=[NAMES[name] for name in form.changes],
        asks_consent_again=bool(
            AGREED_TO.intersection(form.changes) and form.offered_consents
        ),
        # A page of another form may be sent here.
        guide_url=item.absolute_url()
        if item is not None and GUIDE in form.changes
        else None,
        removed=_list(form.removed, language),
        target_language=language,
    )


def keep_part(page) -> str:
    """Return the HTML by which the form of `page`, a `FormPage`, is kept half filled in;
    empty where that is not offered."""
    if not page.form.offers_to_keep:
        return ""
    return _KEEP(
        action=page.action,
        days=kept_form_days(),
        resume_url=resume_url(),
        target_language=translation_target(page.words.language),
    )


def resumed_part(page) -> str:
    """Return the HTML that says of the form of `page` that it was kept, and until when it
    is; empty for any other."""
    resumed = page.form.resumed
    if resumed is None:
        return ""
    language = page.words.language
    return _RESUMED(
        day=last_day(resumed.until, language),
        asks_anew=bool(resumed.left_out),
        target_language=translation_target(language),
    )


def lost_part(returned: Iterable[Returned], request) -> str:
    """Return the HTML that gives back what was typed into a form that takes nothing in any
    more; empty where nothing was."""
    language = translation_target(language_of(request))
    answers = _list(returned, language)
    if not answers:
        return ""
    return _LOST(answers=answers, ending=ending_part(request), target_language=language)


def _list(returned: Iterable[Returned], language: str) -> str:
    returned = list(returned)
    return _RETURNED(answers=returned, target_language=language) if returned else ""
