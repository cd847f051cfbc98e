"""How a site is built: by Plone's form for new sites, and by our command alike."""

from onewindow_policy import logger
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import read_catalogue
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.sites.sample_positions import place_sample_halls
from onewindow_policy.sites.sample_screens import create_sample_screens
from plone import api
from plone.distribution.handler import default_handler

import transaction

#: Plone's own list has 127.0.0.1 in it, where editors would see pages without style.
UNTHEMED_HOSTS = "plone.app.theming.interfaces.IThemeSettings.hostnameBlacklist"


def build_site(distribution, site, answers: dict):
    """Apply the profiles, and import the sample city when the answers want it.

    A handler of plone.distribution; returns the site.
    """
    settings = {**answers, "setup_content": False}
    site = default_handler(distribution, site, settings)
    api.portal.set_registry_record(UNTHEMED_HOSTS, [])
    if answers.get("setup_content"):
        # New objects get their places in the database now, as files need them.
        transaction.savepoint(optimistic=True)
        report = import_catalogue(site, read_catalogue(sample_path()))
        for path, reason in report.refused.items():
            logger.warning("The sample's %s was not published: %s", path, reason)
        place_sample_halls()
        create_sample_screens(site)
    return site
