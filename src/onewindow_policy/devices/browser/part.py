"""The button that ends a visit, as a part of pages that show something personal."""

from onewindow_policy.devices.visits import is_shared
from onewindow_policy.pages.api import Fragment
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from pathlib import Path
from plone import api

_TEMPLATE = Fragment(Path(__file__).with_name("part.pt"))


def ending_part(request, receipt: str = "") -> str:
    """Return the HTML of the button; it stands out where several people use the device.

    `receipt` is the number of the case whose receipt the page is, empty for other pages.
    """
    return _TEMPLATE(
        is_shared=is_shared(request),
        receipt=receipt,
        url=f"{api.portal.get().absolute_url()}/@@end-visit",
        target_language=translation_target(language_of(request)),
    )
