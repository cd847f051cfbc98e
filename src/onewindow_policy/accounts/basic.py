"""HTTP Basic: a name and a password with each request, for programs.

Browsers send it along to whatever another site has them ask for, and nobody can log out.
It is off on a site, and what the root is administered by, from the machine alone.
"""

from AccessControl.class_init import InitializeClass
from onewindow_policy.accounts.machine import comes_from_the_machine
from Products.PluggableAuthService.plugins.HTTPBasicAuthHelper import (
    HTTPBasicAuthHelper,
)

import os

#: The setting by which an operator turns it on for accounts of the site.
SETTING = "ONEWINDOW_BASIC"
ON = "on"


class BasicOfSite(HTTPBasicAuthHelper):
    """As `acl_users/credentials_basic_auth` of a site."""

    def extractCredentials(self, request):
        """See `IExtractionPlugin`."""
        if os.environ.get(SETTING) != ON:
            return {}
        return super().extractCredentials(request)


class BasicOfMachine(HTTPBasicAuthHelper):
    """As `acl_users/credentials_basic_auth` of the root."""

    def extractCredentials(self, request):
        """See `IExtractionPlugin`."""
        if not comes_from_the_machine(request):
            return {}
        return super().extractCredentials(request)


InitializeClass(BasicOfSite)
InitializeClass(BasicOfMachine)
