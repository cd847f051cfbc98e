"""What the catalog knows of sample documents."""

from onewindow_policy.samples.interfaces import ISampleDocument
from plone.indexer import indexer


@indexer(ISampleDocument)
def sample_kind(sample):
    return sample.kind
