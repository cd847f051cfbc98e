"""What the form of an item depends on, as its guide and documents say now."""

from onewindow_policy.forms.asking import ItemNeeds
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.samples.api import samples_in


def guide_in(item):
    """Return the city's guide of `item`, public or not, None where there is none."""
    master = guides_of(item)[0]
    return resolve_guide(master) if master is not None else None


def needs_of(item) -> ItemNeeds:
    """Return what the form of `item` depends on, as its guide and documents say now."""
    guide = guide_in(item)
    forms: dict[str, list] = {}
    for sample in samples_in(item, drafts=True):
        rows = [(row["label"], row.get("sample_value")) for row in sample.fields or ()]
        # The filled sample has examples; it comes after the blank one.
        forms[sample.title] = rows or forms.get(sample.title, [])
    return ItemNeeds(
        materials=guide.materials if guide is not None else (),
        sensitive_fields=tuple(guide.sensitive_fields) if guide is not None else (),
        has_agent=bool(guide is not None and guide.channel_agent),
        own_forms={title: tuple(rows) for title, rows in forms.items()},
        asked_besides=guide.asked_besides if guide is not None else (),
    )
