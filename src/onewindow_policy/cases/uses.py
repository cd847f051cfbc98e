"""What stands against removing or re-coding content: applications."""

from onewindow_policy import _
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.records.api import read_session
from plone.uuid.interfaces import IUUID
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from zope.i18nmessageid import Message

FORM = "EasyForm"


def open_cases_of(contents: list) -> list[Message]:
    """Return how many open cases are about places, items, forms. See `IContentUse`."""
    communities = [each.code for each in contents if ICommunity.providedBy(each)]
    items = [each.code for each in contents if IServiceItem.providedBy(each)]
    forms = [IUUID(each) for each in contents if each.portal_type == FORM]
    units = [each.code for each in contents if IUnit.providedBy(each)]
    if not (communities or items or forms or units):
        return []
    count = read_session().scalar(
        select(func.count())
        .select_from(Case)
        .where(
            Case.state.in_(OPEN_STATES),
            Case.erased_at.is_(None),
            or_(
                Case.community_code.in_(communities),
                Case.item_code.in_(items),
                Case.form_uid.in_(forms),
                Case.unit_code.in_(units),
                Case.deciding_unit_code.in_(units),
            ),
        )
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


def cases_with(content, code: str) -> list[Message]:
    """Return how many cases, over or not, have the code of `content`. See `ICodeUse`."""
    if ICommunity.providedBy(content):
        named = Case.community_code == code
    elif IServiceItem.providedBy(content):
        named = Case.item_code == code
    elif IUnit.providedBy(content):
        named = or_(Case.unit_code == code, Case.deciding_unit_code == code)
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
