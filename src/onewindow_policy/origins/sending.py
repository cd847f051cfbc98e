"""Whether another site's page had a browser send something.

Browsers say so in two headers that no page can set (Fetch Standard, `Origin`; Fetch
Metadata, `Sec-Fetch-Site`). The second is the browser's own finding and needs no address
of ours to compare with, so that it decides where there is one; it comes over TLS only, and
not from browsers of before 2020 (Safari: 2023).
"""

from onewindow_policy.origins.addresses import are_at_one_place
from onewindow_policy.origins.disagreements import note_origin
from ZPublisher.HTTPRequest import HTTPRequest

#: Of what came from a page of this portal, or from nobody's page. `same-site` is another
#: host of the city's domain, and as foreign as any: whoever holds one of them does not hold
#: the others, and cookies would go along.
_OWN_SITES = frozenset({"same-origin", "none"})

#: What browsers say that will not, or cannot, say where something came from.
_NULL = "null"


def is_foreign(request: HTTPRequest, *, is_null_missing: bool = False) -> bool:
    """Return whether a browser says that another origin's page sent this.

    Programs say nothing, and neither do some old browsers with forms. An `Origin: null`
    comes from modes of privacy and after redirects, and from any site that puts its form
    into a sandbox. `is_null_missing` takes it for nothing said: for what a visitor sends,
    who has no authority that another site could borrow, and never for what somebody sends
    who is logged in.
    """
    origin = (request.getHeader("Origin") or "").strip()
    site = (request.getHeader("Sec-Fetch-Site") or "").strip().lower()
    own_address = request["SERVER_URL"]
    note_origin(origin, own_address, site)
    if site:
        return site not in _OWN_SITES
    if not origin or (is_null_missing and origin.lower() == _NULL):
        return False
    return not are_at_one_place(origin, own_address)
