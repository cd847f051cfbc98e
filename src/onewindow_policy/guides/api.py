"""Guides for everybody else: what a service asks for, in the city or in a district."""

from onewindow_policy.guides.content import district_guide_id
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.guides.overrides import apply_overrides
from onewindow_policy.guides.overrides import Override
from onewindow_policy.guides.resolved import CONTENT_FIELDS
from onewindow_policy.guides.resolved import freeze
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.typed.punctuation import punctuated
from threading import Lock

#: How many resolved guides a process keeps. A value of the sample's largest guide takes
#: about 10 KB, so that this is 10 MB at most.
CACHE_SIZE = 1024

_cache: dict[tuple, ResolvedGuide] = {}
_cache_lock = Lock()


def stored_values(guide) -> dict:
    """Return what `guide` itself stores of `IGuideContent`, with None where nothing."""
    guide._p_activate()
    stored = guide.__dict__
    return {name: stored.get(name) for name in CONTENT_FIELDS}


def stored_overrides(guide) -> list[Override]:
    """Return what a district's guide changes.

    Rows are named as their keys are printed, whenever either of them was written.
    """
    return [
        Override(**{**row, "row": punctuated(row.get("row") or "")})
        for row in guide.overrides or ()
    ]


def effective_values(master, district_guide) -> dict:
    """Return what `district_guide` says with all it inherits, in the stored shape."""
    values, _lost = apply_overrides(
        stored_values(master), stored_overrides(district_guide)
    )
    return values


def resolve_guide(master, district_guide=None, district: str | None = None):
    """Return the complete `ResolvedGuide` of a district, or of the city.

    `master` is the city's guide, or None; `district_guide` the district's, or None where
    the district inherits everything; `district` the district's code. Who may see which
    guide is the caller's question (see `guides_of`); None when there is no master.

    The value is remembered by the serials of what it was made from, so that a page pays
    for it once; objects changed in this transaction are resolved anew.
    """
    if master is None:
        return None
    key = _cache_key(master, district_guide, district)
    # Looked up once: another thread may forget it right after.
    known = _cache.get(key)
    if known is not None:
        return known
    overrides = stored_overrides(district_guide) if district_guide is not None else ()
    values, lost = apply_overrides(stored_values(master), overrides)
    value = freeze(
        values,
        district=district,
        overridden=frozenset(override.field for override in overrides),
        lost=lost,
    )
    if key is not None:
        with _cache_lock:
            if len(_cache) >= CACHE_SIZE:
                del _cache[next(iter(_cache))]
            _cache[key] = value
    return value


def _cache_key(master, district_guide, district) -> tuple | None:
    """Return what the value depends on, or None while any of it is uncommitted."""
    parts = [district]
    for guide in (master, district_guide):
        if guide is None:
            continue
        guide._p_activate()
        if guide._p_jar is None or guide._p_changed:
            return None
        # Tests stack databases, whose oids coincide.
        parts += [id(guide._p_jar.db()), guide._p_oid, guide._p_serial]
    return tuple(parts)


def guides_of(item, district: str | None = None) -> tuple:
    """Return the master guide of `item` and the guide of `district`, None where missing.

    No permission is asked; see `publishing.api.is_visible`.
    """
    own = item.get(district_guide_id(district)) if district else None
    return item.get(MASTER_ID), own
