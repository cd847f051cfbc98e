"""Which place in a catalogue file is which field of a guide."""

#: Path within an item of the file, and the field of `IGuideContent` that holds it. A
#: district's override names its field by this path.
GUIDE_FIELDS = {
    "standard": "standard",
    "guide.benefit_rates": "benefit_rates",
    "guide.conditions": "conditions",
    "guide.eligibility": "eligibility",
    "guide.legal_basis": "legal_basis",
    "guide.accepting_unit.name": "accepting_unit_name",
    "guide.accepting_unit.role": "accepting_unit_role",
    "guide.accepting_unit.decision_role": "decision_role",
    "guide.accepting_unit.location": "location",
    "guide.accepting_unit.office_hours": "office_hours",
    "guide.accepting_unit.consult_phone": "consult_phone",
    "guide.accepting_unit.supervise_phone": "supervise_phone",
    "guide.accepting_unit.supervise_note": "supervise_note",
    "guide.process": "process",
    "time_limit.promised.days": "promised_days",
    "time_limit.promised.day_type": "promised_day_type",
    "time_limit.statutory.days": "statutory_days",
    "time_limit.statutory.day_type": "statutory_day_type",
    "time_limit.statutory_note": "statutory_note",
    "time_limit.extension_days": "extension_days",
    "time_limit.start_rule": "start_rule",
    "time_limit.excluded": "excluded",
    "guide.materials": "materials",
    "guide.other_forms": "other_forms",
    "fee.charged": "fee_charged",
    "fee.text": "fee_text",
    "result.name": "result_name",
    "result.kind": "result_kind",
    "result.delivery": "result_delivery",
    "result.valid_months": "valid_months",
    "result.valid_note": "valid_note",
    "channels.window": "channel_window",
    "channels.online_apply": "channel_online",
    "channels.reservation": "channel_reservation",
    "channels.home_visit": "channel_home_visit",
    "channels.agency": "channel_agent",
    "channels.phone_consult": "channel_phone",
    "channels.max_visits": "max_visits",
    "privacy.accepted_documents": "accepted_documents",
    "privacy.sensitive_fields": "sensitive_fields",
    "privacy.asked_besides": "asked_besides",
    "privacy.guardian_consent": "guardian_consent",
    "privacy.publicity_minimal": "publicity_minimal",
    "faqs": "faqs",
    "english.conditions": "conditions_en",
    "english.materials": "materials_en",
}

#: Fields that files of before do not have: what they do not give stays on the site.
ADDED_FIELDS = (
    *("benefit_rates", "eligibility", "extension_days"),
    *("valid_months", "valid_note"),
    *("accepted_documents", "asked_besides"),
)

#: Field of `IGuideContent` and the path of it.
GUIDE_PATHS = {field: path for path, field in GUIDE_FIELDS.items()}

#: Names of day types in the file and on the site.
DAY_TYPES = {"工作日": "working", "自然日": "natural", "当场": "immediate"}
DAY_TYPE_NAMES = {code: name for name, code in DAY_TYPES.items()}

#: Names of modes of acceptance, which the file repeats beside their codes.
ACCEPTANCE_MODE_NAMES = {
    "direct": "社区直接受理办理",
    "proxy": "社区收件、街道或部门受理",
}

#: What a file calls a material that everybody needs, and one that some need.
REQUIRED = "必要"
NOT_REQUIRED = "非必要"

ON_THE_SPOT = "当场办结（即办）"


def promise_text(days: int, day_type: str) -> str:
    """Return how a file words a promise; `day_type` is the file's name of it."""
    if days == 0:
        return ON_THE_SPOT
    return f"{days}个工作日" if day_type == "工作日" else f"{days}日"
