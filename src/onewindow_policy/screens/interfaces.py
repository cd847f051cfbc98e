"""What a big screen in a hall shows."""

from onewindow_policy import _
from plone.supermodel import model
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

KINDS = SimpleVocabulary(
    [
        SimpleTerm("signage", "signage", _("screen_kind_signage", default="Signage")),
        SimpleTerm("kiosk", "kiosk", _("screen_kind_kiosk", default="Kiosk")),
    ]
)


class IScreen(model.Schema):
    """A screen of a community: guides and news in turn."""

    kind = schema.Choice(
        title=_("label_screen_kind", default="Kind"),
        vocabulary=KINDS,
        default="signage",
    )
    community = schema.TextLine(
        title=_("label_screen_community", default="Code of the community"),
        description=_("help_screen_community", default="12-digit division code."),
    )
    item_codes = schema.List(
        title=_("label_screen_item_codes", default="Codes of the items shown"),
        description=_(
            "help_screen_item_codes",
            default="Empty: the items of the district's list, in its order.",
        ),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )
    news_categories = schema.List(
        title=_("label_screen_news_categories", default="Categories of news shown"),
        value_type=schema.Choice(
            vocabulary="onewindow_policy.vocabularies.news_categories"
        ),
        required=False,
        default=[],
    )
    seconds_per_slide = schema.Int(
        title=_("label_seconds_per_slide", default="Seconds a slide stays"),
        min=3,
        max=600,
        default=15,
    )
