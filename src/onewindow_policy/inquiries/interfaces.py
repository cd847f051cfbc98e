"""What a city settles about inquiries."""

from onewindow_policy import _
from zope import schema
from zope.interface import Interface

#: Where the registry keeps it.
INQUIRY_SETTINGS_PREFIX = "onewindow_policy.inquiries"


class IInquirySettings(Interface):
    """In the configuration registry."""

    kept_months = schema.Int(
        title=_("label_inquiries_kept", default="Months for which inquiries are kept"),
        description=_(
            "help_inquiries_kept",
            default=(
                "After these, name, phone and what was said are erased; that somebody asked"
                " stays, to be counted. It counts from the day of the inquiry, or of the"
                " call back. No rule names a number: have yours confirmed."
            ),
        ),
        min=1,
        max=120,
        default=12,
    )
