"""How large the lists and trees are that a request may ask for.

Plone's lists and services take any number for the size of a page, and some go on to load,
for each line of it, the whole object and all that can be said of it: one address then
costs as much as ten thousand. So sizes are cut where a request is read, for pages and
services alike, before any of them sees it.
"""

from urllib.parse import parse_qsl
from urllib.parse import urlencode

import json

#: Lines of a list in one answer.
MOST_LINES = 200
#: Levels of a tree: places of a city have three, from the districts to a street's.
MOST_LEVELS = 3

#: Inputs that say how much is wanted, each with the most that it may say.
SIZES = {
    "b_size": MOST_LINES,
    "limit": MOST_LINES,
    "sort_limit": MOST_LINES,
    "max": MOST_LINES,
    "expand.navigation.depth": MOST_LEVELS,
    "expand.contextnavigation.bottomLevel": MOST_LEVELS,
}


def cut_sizes(request) -> None:
    """Lower, in what was read of a request, sizes that are above what they may be.

    Some services read the address anew, and links to other pages repeat it: it says the
    same afterwards.
    """
    form = request.form
    if isinstance(form.get("batch"), str):
        form["batch"] = _cut_batch(form["batch"])
    if form.keys().isdisjoint(SIZES):
        return
    for name in form.keys() & SIZES.keys():
        form[name] = cut(name, form[name])
    pairs = parse_qsl(request.environ.get("QUERY_STRING", ""), keep_blank_values=True)
    lower = [(name, cut(name.partition(":")[0], value)) for name, value in pairs]
    if lower != pairs:
        request.environ["QUERY_STRING"] = urlencode(lower)


def _cut_batch(text: str) -> str:
    """Return what Plone's pickers say of a page, `{"page": 1, "size": 10}`, with a size
    that may be. What is nothing of the kind stays, and is refused by who reads it."""
    try:
        batch = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(batch, dict) or "size" not in batch:
        return text
    return json.dumps({**batch, "size": cut("b_size", batch["size"])})


def cut(name: str, value):
    """Return the value of an input, or the most that it may be in its place."""
    most = SIZES.get(name)
    if isinstance(value, list):
        return [cut(name, one) for one in value]
    if most is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = value.strip()
        # More digits than Python makes a number of are above any limit.
        is_above = text.isdecimal() and (len(text) > 9 or int(text) > most)
        return str(most) if is_above else value
    return min(value, most) if isinstance(value, (int, float)) else value


def search_paths(
    original,
    index,
    path,
    default_level=0,
    depth=-1,
    navtree=0,
    navtree_start=0,
    resultset=None,
):
    """Search, in the place of ExtendedPathIndex' own method, no deeper than there is
    content: it would go through every level of the number that somebody named."""
    deepest = index._depth + 1
    return original(
        index,
        path,
        default_level,
        min(depth, deepest),
        navtree,
        max(navtree_start, -deepest),
        resultset,
    )
