"""A form at the window: who takes in there, at which window, and how materials come.

A resident stands there with the papers in hand. So the window is asked what it did with
each of them – has seen the original, has taken a copy – beside what the guide allows of
anybody: that one follows later (容缺), or is promised (告知承诺).
"""

from collections.abc import Iterable
from collections.abc import Mapping
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.commitments import takes_commitments
from onewindow_policy.forms.handing import AT_WINDOW
from onewindow_policy.forms.handing import LATER
from onewindow_policy.forms.handing import NOT_NEEDED
from onewindow_policy.forms.handing import PROMISE
from onewindow_policy.forms.handing import UPLOAD
from onewindow_policy.forms.handing import ways_of
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.items import guide_of
from onewindow_policy.forms.models import ask_besides
from onewindow_policy.forms.models import Besides
from plone import api
from types import MappingProxyType
from zope.interface.interface import InterfaceClass
from zope.schema import Choice
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

TAKE_IN_CASES = "onewindow_policy: Take In Cases"

#: The page where taking in begins, below the site; and where it goes on, below a form.
TAKE_IN = "@@take-in"

#: Which window this browser stands at: the code of its community, and nothing of a person.
WINDOW_COOKIE = "onewindow_window"

#: What the window did with a material: keys of answers, beside those in `handing`.
ORIGINAL_SEEN = "seen"
COPY_TAKEN = "copied"
SEEN_AND_COPIED = "seen_copied"
ORIGINAL_TAKEN = "taken"

#: These are there, and nobody waits for them.
TAKEN_AT_WINDOW = frozenset(
    {ORIGINAL_SEEN, COPY_TAKEN, SEEN_AND_COPIED, ORIGINAL_TAKEN}
)

#: In the language of forms, as all that is asked is; the quickest to choose first.
_TITLES = {
    SEEN_AND_COPIED: "已验原件、已收复印件",
    ORIGINAL_SEEN: "已验原件",
    COPY_TAKEN: "已收复印件",
    ORIGINAL_TAKEN: "已收原件",
    UPLOAD: "已拍照",
}
#: What the guide may allow besides, as the window says it; a term keeps its days.
_ALLOWED = {
    LATER: "容缺受理：{}",
    PROMISE: "告知承诺：签承诺书代替",
    NOT_NEEDED: "没有这种情况，不用交",
}


_LOOKED_UP = "数据共享已查到，不用交"


def windows_of(user) -> tuple[CommunityFacts, ...]:
    """Return the communities at whose windows `user` takes in, by code."""
    scope = scope_of(user, TAKE_IN_CASES)
    return tuple(
        each for each in all_communities() if scope.has_community(each.place.code)
    )


def window_of(user, said: Iterable[str | None]) -> CommunityFacts | None:
    """Return the window at which `user` sits: the first of what is `said`, by codes, that
    is theirs, or the only one that they have. None where they have to choose."""
    windows = {each.place.code: each for each in windows_of(user)}
    if len(windows) == 1:
        return next(iter(windows.values()))
    return next((windows[each] for each in said if each in windows), None)


def remember_window(request, code: str) -> None:
    """Have this browser stand at a window until it is closed."""
    request.response.setCookie(
        WINDOW_COOKIE,
        code,
        path="/",
        http_only=True,
        same_site="Lax",
        secure=api.portal.get().absolute_url().startswith("https:"),
    )


def offer_ways(form, schema: InterfaceClass) -> InterfaceClass:
    """Return the schema of `form` with what a window does with each material.

    `schema` is that of one request (see `models.parsed_once`): residents' stay as it is. A
    material that residents may leave out is asked about, too: its paper may be there.
    """
    guide = guide_of(form)
    materials = {each.code: each for each in guide.materials} if guide else {}
    fields = dict(getFieldsInOrder(schema))
    besides = []
    for name, upload in fields.items():
        if not IMaterialFiles.providedBy(upload):
            continue
        how = fields.get(f"{name}{HOW}")
        material = materials.get(upload.material)
        if IChoice.providedBy(how):
            how.title = upload.title
            asked = [(each.value, each.title) for each in how.vocabulary]
            how.vocabulary = _vocabulary(asked)
        elif material is not None:
            asked = [
                (key, title)
                for key, title in (*ways_of(material), (NOT_NEEDED, ""))
                if key != PROMISE or takes_commitments(form)
            ]
            looked_up = {NOT_NEEDED: _LOOKED_UP} if material.shared_from else {}
            how = Choice(
                title=upload.title,
                description=upload.description,
                required=False,
                vocabulary=_vocabulary(asked, looked_up),
            )
            besides.append(Besides(f"{name}{HOW}", how, name, UPLOAD))
            upload.description = ""
        # Of what a form of before asks for files alone, the paper is there.
        upload.required = upload.required and how is not None
    return ask_besides(form, schema, besides) if besides else schema


def _vocabulary(
    asked: Iterable[tuple[str, str]],
    otherwise: Mapping[str, str] = MappingProxyType({}),
) -> SimpleVocabulary:
    """Return what a window chooses from, where residents are `asked` these; `otherwise` are
    what some of it is called here."""
    titles, allowed = dict(_TITLES), {**_ALLOWED, **otherwise}
    for key, title in asked:
        if key in allowed:
            titles[key] = allowed[key].format(title)
        elif key not in (AT_WINDOW, UPLOAD):
            # An editor's own way.
            titles[key] = title
    return SimpleVocabulary(
        [SimpleTerm(key, key, title) for key, title in titles.items()]
    )
