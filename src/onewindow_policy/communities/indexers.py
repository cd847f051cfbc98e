"""What the catalog knows of divisions."""

from onewindow_policy.communities.interfaces import IDivision
from plone.indexer import indexer


@indexer(IDivision)
def division_code(division):
    return division.code
