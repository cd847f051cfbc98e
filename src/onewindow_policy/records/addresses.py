"""Network addresses of visitors, as limits and counts go by them."""

from ipaddress import ip_address
from ipaddress import ip_network

#: An address of IPv6 is easily changed within its network, which belongs to one customer.
_IPV6_NETWORK_BITS = 64


def network_of(address: str) -> str:
    """Return what an address is counted as: itself, or its network in IPv6.

    What is no address counts as one, the same for all.
    """
    try:
        found = ip_address(address.strip())
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), _IPV6_NETWORK_BITS), strict=False))
