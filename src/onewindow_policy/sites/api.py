"""What other rooms may ask of an instance and its sites."""

from onewindow_policy.sites.instance import Instance
from pathlib import Path

#: The id of the site that the commands create and serve.
SITE_ID = "onewindow"


def prepare_instance(zope_conf: str | Path | None = None) -> Path:
    """Make an instance ready to be opened, and return the path of its zope.conf.

    `zope_conf` defaults to the one of INSTANCE_HOME, or of the folder `instance`.
    Call it before Zope's own `configure_wsgi`: zope.conf names its folders by
    environment variables that are set here, and expects them to exist.
    """
    home = Path(zope_conf).resolve().parent.parent if zope_conf else None
    instance = Instance.from_environment(home)
    instance.prepare()
    return Path(zope_conf).resolve() if zope_conf else instance.zope_conf
