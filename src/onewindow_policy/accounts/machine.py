"""What comes from the machine itself, where whoever asks is its operator."""

from ipaddress import ip_address

#: What a web server says about whom it asks for: who comes by one is not on the machine.
_HANDED_ON = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
)


def comes_from_the_machine(request) -> bool:
    """Return whether a request was sent to Zope's own port by a program on the machine."""
    environ = getattr(request, "environ", {})
    if any(name in environ for name in _HANDED_ON):
        return False
    if "VirtualHostBase" in environ.get("PATH_INFO", ""):
        return False
    try:
        return ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
