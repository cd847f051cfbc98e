"""What residents and staff read, in the language of their page."""

from datetime import date
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.vocabularies.api import translation_target
from onewindow_policy.workdays.api import city_time
from zope.i18n import translate
from zope.i18nmessageid import Message


class Words:
    """Says things in one language, a BCP 47 tag."""

    def __init__(self, language: str):
        self.language = language

    def __call__(self, message: Message | str) -> str:
        """Return `message` in the language."""
        return translate(message, target_language=translation_target(self.language))

    def day(self, day: date) -> str:
        """Return a day as people write it."""
        if self.language.startswith("en"):
            return f"{day.day} {day:%B %Y}"
        return f"{day.year}年{day.month}月{day.day}日"

    def written_day(self, day: str) -> str:
        """Return a day that was given as YYYY-MM-DD as people write it; none stays none."""
        return self.day(date.fromisoformat(day)) if day else ""

    def month(self, day: date) -> str:
        """Return the month of a day as people write it."""
        if self.language.startswith("en"):
            return f"{day:%B %Y}"
        return f"{day.year}年{day.month}月"

    def moment(self, moment: datetime) -> str:
        """Return a moment as the city's clocks show it."""
        local = city_time(moment)
        return f"{self.day(local.date())} {local:%H:%M}"


def day_message(day: date) -> Message:
    """Return a day for the text of a message, in whatever language that is shown."""
    parts = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
    return _("text_day", default="${year}-${month}-${day}", mapping=parts)


def content_language(language: str) -> str | None:
    """Return the lang attribute of content on a page in `language`, None for none.

    What the city and its people write is Chinese, also on an English page: there a screen
    reader must be told.
    """
    return None if language.startswith("zh") else "zh-CN"
