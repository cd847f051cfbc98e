"""What a guide must say before residents may rely on it.

The five elements are those of the city's plan and of GB/T 36114-2018: legal basis,
accepting unit, process, materials, sample documents.
"""

from collections.abc import Collection
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.limits import exceeds
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.publishing.gaps import Gap

LABEL_SAMPLES = _("label_sample_documents", default="Sample documents")

#: The fields of the accepting unit that residents cannot do without.
UNIT_FIELDS = ("accepting_unit_name", "location", "office_hours", "consult_phone")


def find_guide_gaps(
    guide: ResolvedGuide,
    samples: Collection[str],
    forms: Collection[str],
) -> list[Gap]:
    """Return what `guide` still lacks; empty when it may be published.

    `samples` are the titles of the item's sample documents that are published, `forms`
    those of all blank forms a resident can get (the item's and the common ones).
    """
    return [
        *_missing_elements(guide, samples),
        *_wrong_end(guide),
        *_wrong_days(guide),
        *_unmet_references(guide, forms),
    ]


def _missing_elements(guide, samples) -> Iterator[Gap]:
    for field in ("legal_basis", *UNIT_FIELDS, "process", "materials"):
        if not getattr(guide, field):
            yield Gap(
                IGuideContent[field].title,
                _("gap_missing", default="is missing."),
            )
    if not samples:
        yield Gap(
            LABEL_SAMPLES,
            _(
                "gap_no_samples",
                default="none is published yet. Publish a form or a filled sample first.",
            ),
        )


def _wrong_end(guide: ResolvedGuide) -> Iterator[Gap]:
    """Yield where a guide ends with what does not count: an application is decided in a
    step that does."""
    if guide.process and not guide.process[-1].counted:
        yield Gap(
            IGuideContent["process"].title,
            _(
                "gap_last_step_not_counted",
                default=(
                    "the last step “${step}” does not count. Behind it, put the step in"
                    " which it is decided or handed out."
                ),
                mapping={"step": guide.process[-1].name},
            ),
        )


def _wrong_days(guide: ResolvedGuide) -> Iterator[Gap]:
    promise = guide.promised_limit
    if promise is None:
        yield Gap(
            IGuideContent["promised_days"].title,
            _("gap_missing", default="is missing."),
        )
        return
    counted = [step for step in guide.process if step.counted and step.days]
    for step in counted:
        if step.day_type != promise.day_type:
            yield Gap(
                IGuideContent["process"].title,
                _(
                    "gap_other_day_type",
                    default=(
                        "the step “${step}” counts towards the promise in other days"
                        " than the promise itself."
                    ),
                    mapping={"step": step.name},
                ),
            )
    total = sum(step.days for step in counted)
    if guide.process and total != promise.days:
        yield Gap(
            IGuideContent["process"].title,
            _(
                "gap_days_do_not_add_up",
                default=(
                    "the steps that count add up to ${total} days, the promise is"
                    " ${promised} days."
                ),
                mapping={"total": total, "promised": promise.days},
            ),
        )
    statutory = guide.statutory_limit
    if statutory is not None and exceeds(promise, statutory):
        yield Gap(
            IGuideContent["promised_days"].title,
            _(
                "gap_over_statutory_limit",
                default=(
                    "the promise of ${promised} days is longer than the statutory"
                    " limit of ${statutory} days."
                ),
                mapping={"promised": promise.days, "statutory": statutory.days},
            ),
        )


def _unmet_references(guide: ResolvedGuide, forms) -> Iterator[Gap]:
    for material in guide.materials:
        if material.blank_form and material.blank_form not in forms:
            yield Gap(
                IGuideContent["materials"].title,
                _(
                    "gap_form_not_found",
                    default=(
                        "“${material}” asks for the form “${form}”, which is not"
                        " published."
                    ),
                    mapping={"material": material.name, "form": material.blank_form},
                ),
            )
        if material.deferrable and not material.deferrable_days:
            yield Gap(
                IGuideContent["materials"].title,
                _(
                    "gap_no_deferral_days",
                    default="“${material}” may follow later: say within how many days.",
                    mapping={"material": material.name},
                ),
            )
    for override in guide.lost:
        yield Gap(
            IGuideContent[override.field].title,
            _(
                "gap_lost_override",
                default=(
                    "the district changes “${row}”, which the city's guide no longer"
                    " has. Save the guide again to drop this change."
                ),
                mapping={"row": override.row or override.field},
            ),
        )
