"""Putting something in the place of another package's, for sites with the portal only.

The code of other packages is one in a process, and its sites are several. So what stands
in an original's place hands on to it in a site that has no portal; where no site is set,
as for the accounts of the root, ours counts: what is done there is done to all sites.
"""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from onewindow_policy.installed import is_installed
from zope.component.hooks import getSite

import inspect


def is_ours() -> bool:
    """Return whether what we replaced counts where the process is at work now."""
    return getSite() is None or is_installed()


class Either:
    """In the place of a property, or whatever else a class computes for its instances."""

    def __init__(self, original, replacement):
        self.original, self.replacement = original, replacement

    def _which(self):
        return self.replacement if is_ours() else self.original

    def __get__(self, instance, owner=None):
        return self._which().__get__(instance, owner)

    def __set__(self, instance, value):
        self._which().__set__(instance, value)


def find(dotted: str) -> tuple[object, str]:
    """Return the module or the class in one that has what a dotted name says, and by
    which name."""
    holder, _dot, name = dotted.rpartition(".")
    try:
        return import_module(holder), name
    except ModuleNotFoundError:
        module, _dot, owner = holder.rpartition(".")
        return getattr(import_module(module), owner), name


def put_in_place(dotted: str, replacement, everywhere: str = "") -> None:
    """Let `replacement` stand in the place of what the dotted name says.

    A function is called with the original before its arguments. `everywhere` says why
    sites without the portal have it too, "" where they do not. Done twice, as when the
    configuration is read again, it is done once.
    """
    holder, name = find(dotted)
    original = inspect.getattr_static(holder, name, None)
    original = getattr(original, "replaces", original)
    setattr(holder, name, _stand_in(original, replacement, bool(everywhere)))


def _stand_in(original, replacement, is_everywhere: bool):
    if inspect.isfunction(original):
        return _function(original, replacement, is_everywhere)
    if is_everywhere:
        return replacement
    either = Either(original, replacement)
    either.replaces = original
    return either


def _function(original: Callable, replacement: Callable, is_everywhere: bool):
    @wraps(original)
    def either(*args, **options):
        if is_everywhere or is_ours():
            return replacement(original, *args, **options)
        return original(*args, **options)

    # Zope publishes methods, and gives them what their signature names.
    either.__signature__ = inspect.signature(original)
    either.replaces = original
    return either
