"""A closed case as one file: a ZIP of PDF, XML, what was handed in, and a list of hashes.

Whoever has it reads it with what any computer has: texts and pictures open by themselves,
`metadata.xml` says the same for programs, and `sha256sum -c SHA256SUMS` tells whether
anything was changed.
"""

from dataclasses import dataclass
from dataclasses import field
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from lxml import etree
from onewindow_policy.cases.archive.contents import Contents
from onewindow_policy.cases.archive.contents import contents_of
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.listing import is_cancelled
from onewindow_policy.cases.papers.listing import voided_numbers
from onewindow_policy.cases.papers.listing import whole_papers_of
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.papers.printing import issued_paper
from onewindow_policy.cases.process.notices import BOARD_PHOTO
from onewindow_policy.cases.scanning import INFECTED
from onewindow_policy.cases.scanning import OPEN
from onewindow_policy.cases.scanning import state_of
from onewindow_policy.cases.scanning import UNSCANNED
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.prints.api import print_pdf
from onewindow_policy.typed.printable import UNPRINTABLE
from sqlalchemy import select
from sqlalchemy.orm import Session
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile
from zipfile import ZipInfo

NAMESPACE = "https://onewindow.invalid/archive/1"

HASHES = "SHA256SUMS"
METADATA = "metadata.xml"
FILE = "file.pdf"
README = "README.txt"

_SAYS = """\
办件档案包

file.pdf      办件的基本情况、填写的内容和办理经过，打开就能看。
papers/       办理中出具的文书（PDF）。
files/        申请人交的材料，格式和交来时一样；公示栏照片由窗口拍摄。
metadata.xml  同样的内容，供程序读取（XML，UTF-8）。
SHA256SUMS    每个文件的SHA-256值。用 sha256sum -c SHA256SUMS 可以核对有没有改动。
"""

#: Why a file is left out, by its state.
_WHY = {
    OPEN: "",
    UNSCANNED: "还没有经过病毒检查，未放入",
    INFECTED: "查出病毒，未放入",
}

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a package; `title` is what it is, in words. `why_left_out` says why it has
    no content, "" where it has."""

    path: str
    title: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)
    why_left_out: str = ""

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Package:
    """A whole package; `left_out` is how many files are not in it, `unscanned` how many of
    these can still come into it, since nobody has looked into them for a virus yet."""

    content: bytes = field(repr=False)
    left_out: int
    unscanned: int

    @property
    def digest(self) -> bytes:
        return sha256(self.content).digest()


def package_of(session: Session, case: Case, words: CaseWording) -> Package:
    """Return the package of a closed case; that of the same case is the same, as long as
    papers are printed the same.

    Needs the site, whose places and people have names. Raises `PrintFailed`.
    """
    contents = contents_of(session, case, words)
    parts = [*_papers(session, case, words), *_files(session, case)]
    parts = [
        Part(FILE, "办件档案", "application/pdf", _print(contents, parts, case)),
        *parts,
    ]
    kept = [each for each in parts if not each.why_left_out]
    metadata = _metadata(contents, parts)
    texts = [
        Part(METADATA, "", "application/xml", metadata),
        Part(README, "", "text/plain", _SAYS.encode()),
    ]
    sums = "".join(f"{each.digest}  {each.path}\n" for each in [*kept, *texts])
    hashes = Part(HASHES, "", "text/plain", sums.encode())
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for each in [*kept, *texts, hashes]:
            # Without the moment at which it was written: the same case, the same package.
            info = ZipInfo(each.path, case.closed_at.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, each.content)
    unscanned = sum(each.why_left_out == _WHY[UNSCANNED] for each in parts)
    return Package(file.getvalue(), len(parts) - len(kept), unscanned)


def _print(contents: Contents, parts: list[Part], case: Case) -> bytes:
    template = (files(__package__) / "templates" / "file.typ").read_text("utf-8")
    values = {
        "number": contents.number,
        "about": contents.about,
        "people": contents.people,
        "answers": contents.answers,
        "transfers": contents.transfers,
        "files": [(each.title, each.why_left_out or each.path) for each in parts],
        "history": [
            {"day": each.day, "what": each.what, "who": each.who, "said": each.said}
            for each in contents.history
        ],
    }
    return print_pdf(template, values, case.closed_at)


def _papers(session: Session, case: Case, words: CaseWording) -> list[Part]:
    voided = voided_numbers(session, case)
    return [
        Part(
            f"papers/{each.number}.pdf",
            f"{words(KINDS[each.kind].title)} {paper_number_text(each.number)}"
            + ("（已更正，不再有效）" if each.number in voided else ""),
            "application/pdf",
            issued_paper(each, case.number).pdf(),
        )
        for each in whole_papers_of(session, case)
        # Nobody was given what was cancelled; the history has the step and its undoing.
        if not is_cancelled(session, each)
    ]


def _files(session: Session, case: Case) -> list[Part]:
    """Return what was handed in; nobody is handed what nobody has looked into for a virus,
    where there is a scanner."""
    found = session.execute(
        select(CaseFile, FileScan)
        .outerjoin(FileScan, FileScan.file_id == CaseFile.id)
        .where(CaseFile.case_id == case.id)
        .order_by(CaseFile.position)
    )
    parts = []
    for number, (file, scan) in enumerate(found, start=1):
        state = state_of(scan)
        ending = _ENDINGS.get(file.media_type, "bin")
        code = f"-{file.material_code}" if file.material_code else ""
        parts.append(
            Part(
                f"files/{number:02}{code}.{ending}",
                f"公示栏照片：{file.name}"
                if file.material_code == BOARD_PHOTO
                else file.name,
                file.media_type,
                file.content if state == OPEN else b"",
                _WHY[state],
            )
        )
    return parts


def _metadata(contents: Contents, parts: list[Part]) -> bytes:
    """Return what a package says, for programs."""
    root = etree.Element(f"{{{NAMESPACE}}}case", nsmap={None: NAMESPACE})
    root.set("number", contents.number)
    for name, rows in (
        ("about", contents.about),
        ("people", contents.people),
        ("answers", contents.answers),
        ("transfers", contents.transfers),
    ):
        _add_rows(_sub(root, name), rows)
    history = _sub(root, "history")
    for event in contents.history:
        entry = _sub(history, "event", at=event.at, what=event.what, who=event.who)
        _add_rows(entry, event.said)
    listed = _sub(root, "files")
    for each in parts:
        told = {"path": each.path, "title": each.title, "type": each.media_type}
        if each.why_left_out:
            _sub(listed, "file", **told, left_out=each.why_left_out)
        else:
            size = str(len(each.content))
            _sub(listed, "file", **told, size=size, sha256=each.digest)
    return etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )


def _sub(parent, name: str, **attributes: str):
    attributes = {key: _printable(value) for key, value in attributes.items()}
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _add_rows(parent, rows) -> None:
    for label, value in rows:
        _sub(parent, "value", label=label).text = _printable(value)


def _printable(text: str) -> str:
    """Return a text without what XML has no way to say."""
    return UNPRINTABLE.sub("", text)
