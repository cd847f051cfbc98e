"""What residents read beyond guides: news, notices, case stories, policy briefs."""

from onewindow_policy import _
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFormFieldProvider)
class INewsDetails(model.Schema):
    """The category of a news item, where it comes from, and what it is about."""

    news_category = schema.Choice(
        title=_("label_news_category", default="Category"),
        vocabulary="onewindow_policy.vocabularies.news_categories",
        required=False,
    )
    news_id = schema.TextLine(
        title=_("label_news_id", default="Number"),
        description=_("help_news_id", default="Given by the source of an import."),
        required=False,
    )
    publish_date = schema.Date(
        title=_("label_publish_date", default="Date of the news"), required=False
    )
    source = schema.TextLine(title=_("label_source", default="Source"), required=False)
    author = schema.TextLine(title=_("label_author", default="Author"), required=False)
    media_type = schema.TextLine(
        title=_("label_media_type", default="Kind of medium"), required=False
    )
    related_items = schema.List(
        title=_("label_related_item_codes", default="Codes of the services meant"),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )
    related_communities = schema.List(
        title=_(
            "label_related_community_codes", default="Codes of the communities meant"
        ),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )
    fictional = schema.Bool(
        title=_("label_fictional", default="Fictional, for demonstration"),
        required=False,
        default=False,
    )
