"""How a result comes to its person (结果领取方式): what the form of an item asks about it.

The guide says which ways there are. Where there is one only nobody is asked, but for where
a parcel goes; where the item has no result to be handed out (money goes to an account),
nothing is. What is asked is no
part of an editor's form, so that none can lose it, and in no answer of it: the case keeps
it by itself, since it may be changed until the result is sent.
"""

from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.forms.fields import MobilePhone
from onewindow_policy.forms.fields import PersonName
from onewindow_policy.forms.items import guide_of
from onewindow_policy.forms.models import ask_at_end
from onewindow_policy.forms.models import AskedAtEnd
from onewindow_policy.forms.submitted import PREFIX
from onewindow_policy.guides.resolved import ResolvedGuide
from typing import Any
from zope.interface.interface import InterfaceClass
from zope.schema import Choice
from zope.schema import TextLine
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

#: How a result comes to its person: at a window, by post, or brought home.
HANDED_OVER = "window"
BY_POST = "post"
AT_HOME = "home"

#: The same by the codes of the list of ways (结果送达方式) that guides choose from. What a
#: city adds to that list is said on the guide, and nothing is asked about it.
_BY_CODE = {"窗口领取": HANDED_OVER, "邮寄送达": BY_POST, "上门送达": AT_HOME}

#: The kind of result that goes to an account: nobody hands it out.
_MONEY = "资金"

#: The same on pages about a case.
TITLES = {
    HANDED_OVER: _("result_way_window", default="I collect it at the window"),
    BY_POST: _("result_way_post", default="Send it by post"),
    AT_HOME: _("result_way_home", default="Bring it to my home"),
}

#: And on forms, in their language, as all that they ask is.
_ON_FORMS = {
    HANDED_OVER: "到窗口领取",
    BY_POST: "邮寄给我",
    AT_HOME: "送到家里",
}

#: The names of the questions.
WAY = "result_way"
ADDRESSEE = "result_addressee"
PHONE = "result_phone"
ADDRESS = "result_address"
NAMES = (WAY, ADDRESSEE, PHONE, ADDRESS)

#: The question of our templates for where the applicant lives.
OWN_ADDRESS = "address"

LONGEST_ADDRESS = 200

_GROUP = "result"
_SENT = f"{WAY}={BY_POST}"
_SENT_OR_BROUGHT = f"{WAY}={BY_POST} or {WAY}={AT_HOME}"


def result_ways(guide: ResolvedGuide | None) -> tuple[str, ...]:
    """Return the ways by which a guide lets a result be handed out, the window first; none
    where there is no result to be handed out."""
    if guide is None or not guide.result_name or guide.result_kind == _MONEY:
        return ()
    offered = {_BY_CODE.get(each) for each in guide.result_delivery}
    return tuple(each for each in TITLES if each in offered)


def only_way(guide: ResolvedGuide | None) -> str | None:
    """Return the one way by which a result is handed out, of which nobody is asked; None
    where there are several, or none."""
    ways = result_ways(guide)
    return ways[0] if len(ways) == 1 else None


def ask_way(form, schema: InterfaceClass) -> InterfaceClass:
    """Return the schema of `form` in this request, with what is asked about its result."""
    ways = result_ways(guide_of(form))
    if ways in ((), (HANDED_OVER,)):
        return schema
    return ask_at_end(
        form,
        schema,
        _GROUP,
        "办好后怎么给您",
        _questions(ways, has_address=OWN_ADDRESS in schema),
    )


def default_way(schema: InterfaceClass) -> Mapping[str, list[str]]:
    """Return what is chosen where nobody chooses, as a browser would send it: nothing where
    it is not asked. What was begun before it was asked for is sent without it."""
    asked = schema.get(WAY)
    return {} if asked is None else {f"{PREFIX}{WAY}": [asked.default]}


def chosen_way(
    ways: tuple[str, ...], fields: Mapping[str, Any]
) -> tuple[str | None, dict[str, str]]:
    """Return by which of `ways` a result is wanted, and where it goes then, as somebody
    answered: None and nothing where there is none."""
    if not ways:
        return None, {}
    way = fields.get(WAY)
    way = way if way in ways else ways[0]
    if way == HANDED_OVER:
        return way, {}
    asked = (PHONE, ADDRESS) if way == AT_HOME else (ADDRESSEE, PHONE, ADDRESS)
    return way, {
        name.removeprefix("result_"): str(fields[name])
        for name in asked
        if fields.get(name)
    }


def _questions(ways: tuple[str, ...], *, has_address: bool) -> list[AskedAtEnd]:
    is_choice = len(ways) > 1
    asked = []
    if is_choice:
        way = Choice(
            title="结果领取方式",
            description="寄出或者领走之前，随时可以改。",
            vocabulary=SimpleVocabulary(
                [SimpleTerm(each, each, _ON_FORMS[each]) for each in ways]
            ),
            default=ways[0],
        )
        asked.append(AskedAtEnd(WAY, way))
    if BY_POST in ways:
        addressee = PersonName(
            title="收件人", description="不填就寄给申请人本人。", required=False
        )
        asked.append(AskedAtEnd(ADDRESSEE, addressee, _SENT if is_choice else ""))
    condition = ""
    if is_choice:
        # The simple one can be said in words where there are no scripts.
        condition = _SENT_OR_BROUGHT if BY_POST in ways else f"{WAY}={AT_HOME}"
    address = TextLine(
        title="寄到（送到）哪里",
        description="不填就按上面填写的住址。"
        if has_address
        else "写清路名、门牌和房号；外地的还要写省、市、区。",
        required=not has_address,
        max_length=LONGEST_ADDRESS,
    )
    phone = MobilePhone(
        title="收件电话", description="不填就打申请人的电话。", required=False
    )
    asked.append(AskedAtEnd(ADDRESS, address, condition))
    asked.append(AskedAtEnd(PHONE, phone, condition))
    return asked
