"""Have caches forget what a transaction changes, once it is committed."""

from onewindow_policy.caching.proxies import MESSENGER
from onewindow_policy.caching.proxies import proxy_addresses
from onewindow_policy.caching.scopes import EVERYTHING
from onewindow_policy.caching.scopes import Forgetting

import transaction


def forget_after_commit(order: Forgetting) -> None:
    """Have the caching proxies carry out `order` when this transaction is committed.

    Works in a request and in a command alike. A transaction that is taken back, or tried
    again, says nothing.
    """
    proxies = proxy_addresses()
    if not proxies:
        return
    current = transaction.get()
    try:
        orders = current.data(forget_after_commit)
    except KeyError:
        orders = set()
        current.set_data(forget_after_commit, orders)
        current.addAfterCommitHook(_send, args=(proxies, orders))
    orders.add(order)


def _send(is_committed: bool, proxies: tuple[str, ...], orders: set) -> None:
    if is_committed:
        everything = {EVERYTHING} if EVERYTHING in orders else orders
        MESSENGER.give(proxies, frozenset(everything))
