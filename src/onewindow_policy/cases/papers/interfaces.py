"""What a city settles about papers."""

from collective.z3cform.datagridfield.row import DictRow
from onewindow_policy import _
from onewindow_policy.communities.unitroles import LEVELS
from plone.schema import JSONField
from zope import schema
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface import invariant
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

#: Where the registry keeps these settings.
PAPER_SETTINGS_PREFIX = "onewindow_policy.papers"

#: The window itself, where no unit decides.
COMMUNITY = "community"

#: What whoever decides is called, by its level.
TITLES_OF_LEVELS = {
    **LEVELS,
    COMMUNITY: _("level_community", default="Community"),
}

_LEVELS = SimpleVocabulary(
    [SimpleTerm(code, title=title) for code, title in TITLES_OF_LEVELS.items()]
)


class RemedyRepeated(Invalid):
    """Two texts are for the same type of item and the same kind of unit."""


class IRemedyRow(Interface):
    """What a person can do about a decision, as the legal office confirmed it."""

    item_type = schema.Choice(
        title=_("label_item_type", default="Item type"),
        vocabulary="onewindow_policy.vocabularies.item_types",
    )
    level = schema.Choice(
        title=_("label_remedy_level", default="Who decides"), vocabulary=_LEVELS
    )
    text = schema.Text(title=_("label_remedy_text", default="What the paper says"))
    # Administrative Licensing Law (行政许可法) art. 7 and 36.
    defence = schema.Text(
        title=_(
            "label_remedy_defence",
            default="What it says of stating one’s case and defending oneself (陈述、申辩)",
        ),
        description=_(
            "help_remedy_defence",
            default=(
                "Who applies for a licence may do both. It stands on refusals, and on the"
                " notice of what is missing, on which nothing is said of remedies."
            ),
        ),
        required=False,
        missing_value="",
    )
    confirmed_by = schema.TextLine(
        title=_("label_remedy_confirmed_by", default="Confirmed by, in which paper")
    )
    confirmed_on = schema.Date(
        title=_("label_remedy_confirmed_on", default="Confirmed on")
    )


class CommitmentRepeated(Invalid):
    """Two texts have the same version."""


class ICommitmentRow(Interface):
    """What whoever commits themselves (告知承诺) is told, as it was confirmed."""

    version = schema.TextLine(title=_("label_commitment_version", default="Version"))
    item_code = schema.TextLine(
        title=_(
            "label_commitment_item",
            default="Code of the service; empty: for all that have none of their own",
        ),
        required=False,
    )
    duty = schema.Text(
        title=_("label_commitment_duty", default="What has to be proved")
    )
    content = schema.Text(
        title=_("label_commitment_content", default="What the proof says")
    )
    liability = schema.Text(
        title=_(
            "label_commitment_liability", default="What a false commitment leads to"
        )
    )
    confirmed_by = schema.TextLine(
        title=_("label_remedy_confirmed_by", default="Confirmed by, in which paper")
    )
    confirmed_on = schema.Date(
        title=_("label_remedy_confirmed_on", default="Confirmed on")
    )


class IRemedies(Interface):
    """What papers say of reconsideration, lawsuits and complaints (救济途径), and to those
    who commit themselves."""

    remedies = schema.List(
        title=_("label_remedies", default="Texts that are confirmed"),
        value_type=DictRow(
            title=_("label_remedy_text", default="What the paper says"),
            schema=IRemedyRow,
        ),
        required=False,
        default=[],
    )

    commitments = schema.List(
        title=_("label_commitments", default="Texts for commitments (告知承诺)"),
        description=_(
            "help_commitments",
            default=(
                "The one that was confirmed last counts; keep the earlier ones. Where there"
                " is none, no commitment is taken, neither at the desk nor online."
            ),
        ),
        value_type=DictRow(
            title=_("label_commitment_version", default="Version"),
            schema=ICommitmentRow,
        ),
        required=False,
        default=[],
    )

    @invariant
    def versions_are_unique(data):
        versions = [row["version"] for row in data.commitments or ()]
        if len(set(versions)) < len(versions):
            raise CommitmentRepeated(
                _(
                    "error_commitment_repeated",
                    default="Two texts have the same version. Give each one of its own.",
                )
            )

    @invariant
    def texts_are_unique(data):
        found = [(row["item_type"], row["level"]) for row in data.remedies or ()]
        if len(set(found)) < len(found):
            raise RemedyRepeated(
                _(
                    "error_remedy_repeated",
                    default=(
                        "There are two texts for the same type of item and the same"
                        " kind of unit. Keep one of them."
                    ),
                )
            )


class IRemediesRecords(Interface):
    """What the registry keeps of `IRemedies`: rows as JSON, days as YYYY-MM-DD."""

    remedies = JSONField(
        title=IRemedies["remedies"].title,
        schema='{"type": "array"}',
        default=[],
        required=False,
    )
    commitments = JSONField(
        title=IRemedies["commitments"].title,
        schema='{"type": "array"}',
        default=[],
        required=False,
    )
