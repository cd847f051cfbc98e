"""What stands against removing or re-coding content: applications."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy import _
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.records.api import read_session
from plone.uuid.interfaces import IUUID
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from zope.i18nmessageid import Message

FORM = "EasyForm"


def open_cases_of(contents: list) -> list[Message]:
    """Return how many open cases are about places, items, guides, forms. See `IContentUse`.

    Cases go on by the guide of the city, and by a district's own that they came in under.
    """
    communities = [each.code for each in contents if ICommunity.providedBy(each)]
    items = [each.code for each in contents if IServiceItem.providedBy(each)]
    forms = [IUUID(each) for each in contents if each.portal_type == FORM]
    units = [each.code for each in contents if IUnit.providedBy(each)]
    of_city, of_districts = _guides(contents)
    if not (communities or items or forms or units or of_city or of_districts):
        return []
    count = _count_open(
        Case.community_code.in_(communities),
        Case.item_code.in_([*items, *of_city]),
        Case.form_uid.in_(forms),
        Case.guide_uid.in_(of_districts),
        Case.unit_code.in_(units),
        Case.deciding_unit_code.in_(units),
        Case.step_unit_code.in_(units),
        _has_step_of(units, CaseStep.done_at.is_(None)),
    )
    if not count:
        return []
    if communities:
        return [
            _(
                "use_open_cases",
                default=(
                    "${count} applications are not over: have them closed first, or"
                    " merge the community into another, or the street into another"
                ),
                mapping={"count": count},
            )
        ]
    if units:
        return [
            _(
                "use_open_cases_of_unit",
                default=(
                    "${count} applications that are not over are accepted or decided by"
                    " it: have them closed first"
                ),
                mapping={"count": count},
            )
        ]
    if not (items or forms):
        return [
            _(
                "use_open_cases_of_guide",
                default=(
                    "${count} applications that are not over go on by it: have them closed"
                    " first, or have the guide archived in place of deleting it"
                ),
                mapping={"count": count},
            )
        ]
    return [
        _(
            "use_open_cases_of_service",
            default=(
                "${count} applications are not over: have them closed first, or have"
                " the service archived in place of deleting it"
            ),
            mapping={"count": count},
        )
    ]


def effects_on_open_cases(contents: list) -> list[Message]:
    """Return how many open cases there are of services that are hidden, and what becomes of
    them. See `IHidingEffect`."""
    items = [each.code for each in contents if IServiceItem.providedBy(each)]
    of_city, of_districts = _guides(contents)
    of_districts = of_districts if not (items or of_city) else []
    effects = []
    if items or of_city:
        effects.append((_GO_ON, _count_open(Case.item_code.in_([*items, *of_city]))))
    if of_districts:
        effects.append((_GO_ON_BY_CITYS, _count_open(Case.guide_uid.in_(of_districts))))
    return [
        Message(effect, mapping={"count": count}) for effect, count in effects if count
    ]


#: Archiving takes nothing from cases: `progress.guide_for` finds a guide in any state.
_GO_ON = _(
    "effect_open_cases_go_on",
    default=(
        "${count} applications are not over. They go on: staff handle them by the guide as"
        " it stands, promises and numbers stay, and their applicants see the progress."
        " Nobody can apply anew."
    ),
)
#: Of a district that has none of its own any more the city's applies.
_GO_ON_BY_CITYS = _(
    "effect_open_cases_go_on_by_citys",
    default=(
        "${count} applications that came in under this guide are not over. They keep their"
        " promise, and go on by the steps and materials of the city's guide."
    ),
)


def _guides(contents: list) -> tuple[list[str], list[str]]:
    """Return the codes of the items whose guide of the city is among `contents`, and the
    UIDs of the guides of districts."""
    guides = [each for each in contents if IServiceGuide.providedBy(each)]
    of_city = [
        aq_parent(aq_inner(each)).code for each in guides if each.district is None
    ]
    return of_city, [IUUID(each) for each in guides if each.district is not None]


def _count_open(*about: ColumnElement[bool]) -> int:
    return read_session().scalar(
        select(func.count())
        .select_from(Case)
        .where(Case.state.in_(OPEN_STATES), Case.erased_at.is_(None), or_(*about))
    )


def _has_step_of(units: list[str], *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for the cases with a step of one of these units."""
    steps = select(CaseStep.case_id).where(CaseStep.unit_code.in_(units), *which)
    return Case.id.in_(steps)


def cases_with(content, code: str) -> list[Message]:
    """Return how many cases, over or not, have the code of `content`. See `ICodeUse`."""
    if ICommunity.providedBy(content):
        named = Case.community_code == code
    elif IServiceItem.providedBy(content):
        named = Case.item_code == code
    elif IUnit.providedBy(content):
        columns = (Case.unit_code, Case.deciding_unit_code, Case.step_unit_code)
        named = or_(*(column == code for column in columns), _has_step_of([code]))
    else:
        return []
    count = read_session().scalar(select(func.count()).select_from(Case).where(named))
    if not count:
        return []
    return [
        _(
            "use_cases",
            default="${count} applications name it",
            mapping={"count": count},
        )
    ]
