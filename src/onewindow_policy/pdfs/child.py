"""Judges one PDF in a process of its own, whose time and memory are bounded.

A PDF of ten megabytes can unfold into gigabytes, or keep a reader busy for minutes, by
numbers, lists within lists, and streams within streams; no limit on one of them is a limit
on all. So the whole process has one, and nothing of the portal is in it.

It reads the PDF from its input. It writes a line that says what is wrong, or `fit`, after
which the PDF follows as it may be kept.
"""

from io import BytesIO

import re
import resource
import sys

#: Of this process. Reading ten megabytes of scans takes 60 MB and a third of a second.
CPU_SECONDS = 4
MEMORY_BYTES = 640 * 2**20

#: Of one stream that has to be unfolded to read the document: lists of its objects.
MAX_UNFOLDED_BYTES = 32 * 2**20

#: Of objects; a book of a thousand pages has fifty thousand.
MAX_OBJECTS = 200_000

#: What a PDF does besides showing pages, by the names that stand for it where they are
#: the kind of an action, an annotation or an object, or a key (ISO 32000-2, 7.11, 12.5,
#: 12.6 and 13).
RUNS = {
    "/JavaScript": "commands",
    "/JS": "commands",
    "/AA": "commands",
    "/Launch": "commands",
    "/ImportData": "commands",
    "/SubmitForm": "commands",
    "/GoToE": "embedded",
    "/EmbeddedFile": "embedded",
    "/EmbeddedFiles": "embedded",
    "/EF": "embedded",
    "/FileAttachment": "embedded",
    "/Collection": "embedded",
    "/RichMedia": "moving",
    "/RichMediaExecute": "moving",
    "/Rendition": "moving",
    "/Movie": "moving",
    "/Sound": "moving",
    "/Screen": "moving",
    "/3D": "moving",
    "/XFA": "xfa",
}

#: What happens when a PDF is opened: a page of it is turned to, or a dialog of the reader
#: comes up, and nothing else.
_OPENING = "/OpenAction"
_HARMLESS = frozenset({"/GoTo", "/Named"})

#: What of them may be the kind of something, besides a key.
_KINDS = frozenset({"/S", "/Subtype", "/Type"})

#: Names in the shape in which qpdf writes them, whatever the file had them in.
_SUSPECT = re.compile(
    b"|".join(re.escape(name.encode()) + rb"(?![\w.+-])" for name in (*RUNS, _OPENING))
)

#: A signed PDF is right as it is, or not at all: each byte counts.
_SIGNED = re.compile(rb"/ByteRange(?![\w.+-])")


def bound() -> None:
    """Bound this process, for good."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def judge(data: bytes) -> tuple[str, bytes]:
    """Return what is wrong with a PDF, or `fit` and the bytes to keep.

    What is wrong is `locked`, `broken`, `intricate`, or what `RUNS` says.
    """
    # Only here: what it loads counts against the limits.
    import pikepdf

    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_UNFOLDED_BYTES,
        run_length_max_memory=MAX_UNFOLDED_BYTES,
        png_max_memory=MAX_UNFOLDED_BYTES,
        tiff_max_memory=MAX_UNFOLDED_BYTES,
        max_stream_filters=4,
        doc_max_warnings=200,
    )
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _judge(pikepdf, pdf, data)
    except pikepdf.PasswordError:
        return "locked", b""
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        return "broken", b""
    except MemoryError:
        return "intricate", b""


def _judge(pikepdf, pdf, data: bytes) -> tuple[str, bytes]:
    is_signed = False
    for number, each in enumerate(pdf.objects):
        if number > MAX_OBJECTS:
            return "intricate", b""
        text = _text_of(pikepdf, each)
        is_signed = is_signed or _SIGNED.search(text) is not None
        if _SUSPECT.search(text) and (found := _running(pikepdf, each)):
            return found, b""
    # The trailer is no object; what it names beside them is seldom more than numbers.
    if found := _running(pikepdf, pdf.trailer):
        return found, b""
    if not len(pdf.pages):
        return "broken", b""
    if is_signed and not pdf.get_warnings():
        return "fit", data
    return "fit", _without_traces(pikepdf, pdf)


def _text_of(pikepdf, each) -> bytes:
    """Return an object as qpdf writes it, without what a stream holds."""
    if isinstance(each, pikepdf.Stream):
        return each.stream_dict.unparse(resolved=True)
    return each.unparse(resolved=True) if isinstance(each, pikepdf.Object) else b""


def _running(pikepdf, top) -> str | None:
    """Return what an object does besides being looked at, None for nothing.

    What it refers to is an object of its own.
    """
    waiting = [top.stream_dict if isinstance(top, pikepdf.Stream) else top]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Dictionary):
            for key, value in each.items():
                if key in RUNS and value is not None:
                    return RUNS[key]
                if key == _OPENING and _starts_something(pikepdf, value):
                    return "commands"
                if key in _KINDS and isinstance(value, pikepdf.Name):
                    kind = str(value)
                    if kind in RUNS:
                        return RUNS[kind]
            waiting += _parts(pikepdf, each.values())
        elif isinstance(each, pikepdf.Array):
            waiting += _parts(pikepdf, each)
    return None


def _parts(pikepdf, values) -> list:
    """Return what of these is a part of the object itself, and may hold more."""
    return [
        value
        for value in values
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Array))
        and not value.is_indirect
    ]


def _starts_something(pikepdf, action) -> bool:
    if not isinstance(action, pikepdf.Dictionary):
        return False
    return str(action.get("/S")) not in _HARMLESS


def _without_traces(pikepdf, pdf) -> bytes:
    """Return a PDF as a new file: without who made it, when and with what, without earlier
    versions of its pages, and without a password that nobody is asked for."""
    for name in ("/Info", "/ID"):
        if name in pdf.trailer:
            del pdf.trailer[name]
    for each in pdf.objects:
        found = each.stream_dict if isinstance(each, pikepdf.Stream) else each
        if isinstance(found, pikepdf.Dictionary):
            for name in ("/Metadata", "/PieceInfo", "/LastModified"):
                if name in found:
                    del found[name]
    stream = BytesIO()
    pdf.save(
        stream,
        preserve_pdfa=False,
        fix_metadata_version=False,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        encryption=False,
        deterministic_id=True,
    )
    return stream.getvalue()


def main() -> None:
    """Judge what comes in."""
    bound()
    found, kept = judge(sys.stdin.buffer.read())
    sys.stdout.buffer.write(found.encode() + b"\n" + kept)


if __name__ == "__main__":
    main()
