"""Days by code as lines of a text: what z3c.form offers for it, rows with buttons of their
own, loses these buttons to Plone's tabs."""

from collections.abc import Mapping
from onewindow_policy import _
from z3c.form.converter import BaseDataConverter
from z3c.form.converter import FormatterValidationError
from z3c.form.interfaces import ITextLinesWidget
from zope.component import adapter
from zope.i18n import translate
from zope.schema.interfaces import IDict


@adapter(IDict, ITextLinesWidget)
class DayLinesConverter(BaseDataConverter):
    """Converts codes with days to lines such as “01 4”, and back."""

    def toWidgetValue(self, value: Mapping[str, int] | None) -> str:
        """Return a line for each code."""
        return "\n".join(f"{code} {days}" for code, days in (value or {}).items())

    def toFieldValue(self, value: str) -> dict[str, int]:
        """Return the days by code; empty lines are none.

        Raises `FormatterValidationError` with the first line that is not a code and a
        number, or names a code a second time.
        """
        found: dict[str, int] = {}
        for line in filter(None, map(str.strip, value.splitlines())):
            code, *days = line.split()
            if len(days) != 1 or not days[0].isdecimal() or code in found:
                raise FormatterValidationError(self._fault(line), value)
            found[code] = int(days[0])
        return found or self.field.missing_value

    def _fault(self, line: str) -> str:
        message = _(
            "error_day_lines",
            default=(
                "“${line}” is not a code and a number of days, or its code is there twice."
            ),
            mapping={"line": line},
        )
        return translate(message, context=self.widget.request)
