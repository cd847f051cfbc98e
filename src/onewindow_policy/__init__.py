"""The public portal and the editorial desk of a city's one-window services."""

from zope.i18nmessageid import MessageFactory

import logging

PACKAGE_NAME = "onewindow_policy"

_ = MessageFactory(PACKAGE_NAME)

logger = logging.getLogger(PACKAGE_NAME)
