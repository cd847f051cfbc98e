"""What stands against taking away a form that residents apply by, and what hiding it does.

A guide that says “online” was published with such a form. Without it residents would be
told of a way that is not there; so the guide changes first.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.forms.items import application_form
from onewindow_policy.forms.items import APPLY_ID
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.materials import asked_of
from onewindow_policy.forms.materials import materials_of_others
from onewindow_policy.forms.offering import guides_offering
from onewindow_policy.forms.offering import PORTAL_TYPE
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.materials import materials_of
from onewindow_policy.publishing.api import is_released
from zope.i18nmessageid import Message


def _applied_for_by(contents: list) -> Iterator[tuple]:
    """Yield each form by which a service is applied for, with the service, where that is
    not among `contents` itself."""
    known = {id(aq_base(each)) for each in contents}
    for content in contents:
        if content.portal_type != PORTAL_TYPE or content.getId() != APPLY_ID:
            continue
        item = item_of(content)
        if item is not None and id(aq_base(item)) not in known:
            yield content, item


def guides_applied_for_by(contents: list) -> list[Message]:
    """Return which guides say “online” for the sake of forms. See `IAddressUse`."""
    return [
        _(
            "use_applied_for_by",
            default=(
                "“${guide}” is public and says that one can apply online, which is done"
                " by this form. Take “Online” out of the guide first, and publish that;"
                " or have the form archived for as long as nobody is to apply"
            ),
            mapping={"guide": guide.Title()},
        )
        for _form, item in _applied_for_by(contents)
        for guide in guides_offering(item)[:1]
    ]


def effects_of_hiding(contents: list) -> list[Message]:
    """Return what residents read where a form or a guide is hidden. See `IHidingEffect`."""
    suspended = [
        _(
            "effect_online_suspended",
            default=(
                "“${guide}” says that one can apply online. For as long as this form is"
                " not public, residents read there that this is suspended. If it is for"
                " good, take “Online” out of the guide."
            ),
            mapping={"guide": guide.Title()},
        )
        for _form, item in _applied_for_by(contents)
        for guide in guides_offering(item)[:1]
        if is_released(guide)
    ]
    return [
        *suspended,
        *_asked_of_districts(contents),
        *_going_on(contents),
    ]


def _asked_of_districts(contents: list) -> Iterator[Message]:
    known = {id(aq_base(each)) for each in contents}
    for guide in contents:
        if not IServiceGuide.providedBy(guide) or guide.district is None:
            continue
        materials = materials_of(guide)
        own = materials.keys() - materials_of_others(guide)
        for form, code in asked_of(guide, own) if own else ():
            if known & {id(aq_base(form)), id(aq_base(aq_parent(aq_inner(guide))))}:
                continue
            yield _(
                "effect_material_asked",
                default=(
                    "The form “${form}” asks files for “${name}” (${code}), which no other"
                    " guide has: change the form first."
                ),
                mapping={"form": form.title, "name": materials[code], "code": code},
            )


def _going_on(contents: list) -> list[Message]:
    return [
        _(
            "effect_form_goes_on",
            default=(
                "“${form}” goes on taking applications, and no guide says what they"
                " need: archive it as well."
            ),
            mapping={"form": form.title},
        )
        for form in _forms_left_behind(contents)
    ]


def _forms_left_behind(contents: list) -> Iterator:
    """Yield the public forms of services whose city's guide alone is among `contents`."""
    known = {id(aq_base(each)) for each in contents}
    for guide in contents:
        if not IServiceGuide.providedBy(guide) or guide.district is not None:
            continue
        item = aq_parent(aq_inner(guide))
        if not IServiceItem.providedBy(item) or id(aq_base(item)) in known:
            continue
        form = application_form(item)
        if form is not None and id(aq_base(form)) not in known:
            yield form
