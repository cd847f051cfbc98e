"""Importing this makes the process one that Zope has been configured in, as it does
before it serves: products are imported, ZCML is read, no content is open.

It is imported where processes are forked (testing/forked.py): half of what a start takes
is done then. A process that starts Zope goes on from here with settings of its own.
"""

from App.config import setConfiguration
from OFS.Application import import_products
from onewindow_policy.sites.instance import Instance
from onewindow_policy.testing.kept import CHECKOUT
from tempfile import TemporaryDirectory
from unittest import mock
from Zope2.App.patches import apply_patches
from Zope2.App.startup import load_zcml
from Zope2.Startup.options import ZopeWSGIOptions

import os


def configure() -> None:
    """Read what each process of this checkout reads, whatever data it serves."""
    with TemporaryDirectory() as var, mock.patch.dict(os.environ):
        os.environ.update(VAR=var, INSTANCE_HOME=str(CHECKOUT / "instance"))
        os.environ["STORAGE"] = "filestorage"
        instance = Instance.from_environment(None)
        instance.prepare()
        options = ZopeWSGIOptions(configfile=str(instance.zope_conf))()
        setConfiguration(options.configroot)
        apply_patches()
        import_products()
        load_zcml()


configure()
