"""Sample documents: blank forms and filled examples that residents download."""

from collective.z3cform.datagridfield.row import DictRow
from onewindow_policy import _
from onewindow_policy.publishing.prose import VERBATIM
from onewindow_policy.typed.printable import require_printable
from onewindow_policy.vocabularies.widgets import table_of_rows
from plone.autoform import directives
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface import invariant
from zope.interface import taggedValue
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

BLANK_FORM = "blank_form"
FILLED_SAMPLE = "filled_sample"

KINDS = SimpleVocabulary(
    [
        SimpleTerm(
            BLANK_FORM, BLANK_FORM, _("sample_kind_blank_form", default="Blank form")
        ),
        SimpleTerm(
            FILLED_SAMPLE,
            FILLED_SAMPLE,
            _("sample_kind_filled_sample", default="Filled sample"),
        ),
    ]
)


class NothingToDownload(Invalid):
    """A sample document has neither a file nor fields to make one from."""


class ISampleFieldRow(Interface):
    """A field of a form, and what a filled sample says in it."""

    label = schema.TextLine(title=_("label_sample_label", default="Field"))
    sample_value = schema.TextLine(
        title=_("label_sample_value", default="Example"), required=False
    )


class ISampleDocument(model.Schema):
    """A form to download, blank or filled as an example."""

    # Guides name it letter by letter.
    taggedValue(VERBATIM, ("title",))

    kind = schema.Choice(
        title=_("label_sample_kind", default="Kind"),
        vocabulary=KINDS,
        default=BLANK_FORM,
    )
    generated = schema.Bool(
        title=_("label_generated", default="Make the file from the fields below"),
        description=_(
            "help_generated",
            default=(
                "A Word file is made anew whenever the fields change. Otherwise, upload"
                " a file."
            ),
        ),
        required=False,
        default=False,
    )
    file = NamedBlobFile(title=_("label_file", default="File"), required=False)
    directives.widget("fields", table_of_rows)
    fields = schema.List(
        title=_("label_sample_fields", default="Fields of the form"),
        value_type=DictRow(schema=ISampleFieldRow),
        required=False,
        default=[],
        max_length=60,
    )
    filling_notes = schema.List(
        title=_("label_filling_notes", default="How to fill it in"),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )
    print_size = schema.TextLine(
        title=_("label_print_size", default="Paper"), required=False, default="A4"
    )
    note = schema.Text(title=_("label_note", default="Note"), required=False)

    @invariant
    def text_is_printable(data):
        require_printable(data, ISampleDocument)

    @invariant
    def has_something_to_download(data):
        if data.generated and not data.fields:
            raise NothingToDownload(
                _(
                    "error_nothing_to_download",
                    default="Enter the fields of the form, or upload a file.",
                )
            )
