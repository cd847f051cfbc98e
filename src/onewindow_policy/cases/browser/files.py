"""What was handed in, on the page of a case, and a file of it as an answer."""

from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseSealed
from onewindow_policy.cases.exceptions import FileShut
from onewindow_policy.cases.opening import open_file
from onewindow_policy.cases.process.notices import BOARD_PHOTO
from onewindow_policy.cases.scanning import INFECTED
from onewindow_policy.cases.scanning import UNSCANNED
from onewindow_policy.pages.interfaces import IShowsFiles
from onewindow_policy.samples.api import size_text
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import quote
from zope.interface import alsoProvides

#: What stands beside a file that opens for nobody.
WHY_SHUT = {
    UNSCANNED: _(
        "label_file_unscanned",
        default="Not scanned for viruses yet, so it cannot be opened for now.",
    ),
    INFECTED: _(
        "label_file_infected",
        default="A virus was found: it cannot be opened. Ask for the paper.",
    ),
}


#: Nor is it shown within a page of anybody else.
_POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'"


class FilesAtDesk:
    """The part of a case at the desk that is about them; see `CaseView`."""

    def hand_out(self, file_id: str):
        """Return a file of the case; the page, where it does not open."""
        try:
            file = open_file(self.number, file_id, self.user)
        except (CaseSealed, FileShut) as error:
            self.explain(409, self.problems_of(error))
            self.read()
            return self.index()
        response = self.request.response
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("Content-Type", file.media_type)
        response.setHeader(
            "Content-Disposition", f"inline; filename*=UTF-8''{quote(file.name)}"
        )
        # What a resident sent runs nothing in the name of the portal.
        response.setHeader("Content-Security-Policy", _POLICY)
        response.setHeader("X-Content-Type-Options", "nosniff")
        return file.content

    files_form = ViewPageTemplateFile("case_files.pt")

    @property
    def checklist(self) -> list[dict]:
        """The materials of the guide, each with its files, and the files of no material
        that the guide has by now."""
        codes = {row["code"] for row in self.materials}
        rest = [file for file in self.case.files if file.material_code not in codes]
        rows = [
            {
                **row,
                "id": f"material-{row['code']}",
                "files": [
                    self._file_row(file)
                    for file in self.case.files
                    if file.material_code == row["code"]
                ],
            }
            for row in self.materials
        ]
        if rest:
            other = self.words(_("label_other_files", default="Other files"))
            files = [
                {**self._file_row(file), "material": self._material_of(file)}
                for file in rest
            ]
            rows.append(
                {
                    "id": "other-files",
                    "name": other,
                    "state": "",
                    "condition": "",
                    "files": files,
                }
            )
        return rows

    @property
    def is_shown_beside(self) -> bool:
        """Whether there is a file that opens, so that the page has a place for it."""
        is_shown = any(file.state not in WHY_SHUT for file in self.case.files)
        if is_shown:
            alsoProvides(self.request, IShowsFiles)
        return is_shown

    def _file_row(self, file) -> dict:
        return {
            "id": f"file-{file.id}",
            "url": self._file_url(file),
            "why_shut": self._why_shut(file),
            "name": self.as_shown(file.name),
            "material": "",
            "size": size_text(file.size_bytes),
        }

    def _material_of(self, file) -> str:
        """Return for what a file was handed in, as the form asked for it."""
        asked = [
            answer.title
            for answer in self.case.answers
            if isinstance(answer.value, list) and file.name in answer.value
        ]
        code = file.material_code or ""
        if code == BOARD_PHOTO:
            return self.words(_("file_of_notice", default="The board, photographed"))
        return f"{asked[0]} {code}".strip() if len(asked) == 1 else code

    def _file_url(self, file) -> str | None:
        """Return where a file opens, None where it opens for nobody."""
        if file.state in WHY_SHUT:
            return None
        return f"{self.desk_url}/{self.case.number}/{file.id}"

    def _why_shut(self, file) -> str:
        """Return why a file opens for nobody, "" for one that opens."""
        return self.words(WHY_SHUT[file.state]) if file.state in WHY_SHUT else ""
