"""Serving in the foreground, once the site exists."""

from collections.abc import Callable
from onewindow_policy.sites.instance import Instance
from Zope2.Startup.serve import ServeCommand

import socket


class SiteServer(ServeCommand):
    """Zope's own command, that lets `before_serving` see to the database first."""

    def __init__(
        self,
        instance: Instance,
        settings: dict[str, str | int],
        before_serving: Callable[[], None],
        *,
        debug: bool = False,
    ):
        """Take in `settings` the values that zope.ini leaves open, by their names."""
        arguments = [f"{name}={value}" for name, value in settings.items()]
        if debug:
            arguments.append("--debug")
        super().__init__(["onewindow", str(instance.zope_ini), *arguments], quiet=True)
        self.before_serving = before_serving

    def loadapp(self, *arguments, **settings):
        """Load Zope, then let the caller at the database."""
        application = super().loadapp(*arguments, **settings)
        self.before_serving()
        return application


def is_free(host: str, port: int) -> bool:
    """Return whether nobody serves at `host` and `port` yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
