"""What a condition of a benefit can be about. The logic reads these: they are fixed.

What people answer, and what conditions ask for, is in the code list `circumstances` for
the subjects that have codes, and a number for the others.
"""

from onewindow_policy import _
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

#: Subjects of which a circumstance is a value.
CODED = {
    "household": _("subject_household", default="Household registration"),
    "residence": _("subject_residence", default="Place of residence"),
    "disability": _("subject_disability", default="Degree of disability"),
    "disability_kind": _("subject_disability_kind", default="Kind of disability"),
    "hardship": _("subject_hardship", default="Hardship"),
    "living": _("subject_living", default="Living alone or with others"),
    "care": _("subject_care", default="Need of care"),
    "employment": _("subject_employment", default="Work"),
    "service": _("subject_service", default="Military service"),
    "pension": _("subject_pension", default="Pension insurance"),
    "parents": _("subject_parents", default="Parents of the child"),
}

#: Subjects that are a number.
NUMBERED = {
    "age": _("subject_age", default="Age in completed years"),
    "children": _("subject_children", default="Number of children"),
    "insured_years": _("subject_insured_years", default="Years insured"),
    "residence_months": _("subject_residence_months", default="Months lived here"),
}


#: What nobody can say of themselves: an office looks into it.
ASSESSED = "assessed"


def _vocabulary(titles) -> SimpleVocabulary:
    return SimpleVocabulary(
        [SimpleTerm(code, code, title) for code, title in titles.items()]
    )


CODED_SUBJECTS = _vocabulary(CODED)
SUBJECTS = _vocabulary(
    {
        **NUMBERED,
        **CODED,
        ASSESSED: _("subject_assessed", default="What the office looks into"),
    }
)
