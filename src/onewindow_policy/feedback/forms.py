"""The form by which suggestions are left, as a new site gets it; editors may change it."""

from importlib.resources import files

#: The path, from the site, of the form.
FORM_PATH = "forms/suggest"

#: How long a suggestion is kept once it was answered or closed.
KEPT_MONTHS = 12


def suggestion_form() -> dict[str, str | int]:
    """Return the fields of the form, by the names that EasyForm and its behaviors have.

    What it is made of is Chinese, as everything that the city writes. Its fields are
    those of `NewSuggestion`: message, community, sender_name, contact. The legal ground
    is a duty: state organs hear and answer suggestions (Constitution, article 27;
    Personal Information Protection Law, article 13, 3).
    """
    return {
        "title": "写意见",
        "description": "窗口办事哪里好、哪里不好，请告诉我们。提交后得到意见编号。",
        "submitLabel": "提交意见",
        "legal_ground": "duty",
        "purpose": "阅读、答复您的意见，改进服务。",
        "retention_months": KEPT_MONTHS,
        "fields_model": (files(__package__) / "form.xml").read_text(encoding="utf-8"),
    }
