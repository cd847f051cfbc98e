"""Files as residents have them: photographs with all that phones write into them, and PDFs
of each kind that is refused."""

from io import BytesIO
from pikepdf import Array
from pikepdf import AttachedFileSpec
from pikepdf import Dictionary
from pikepdf import Encryption
from pikepdf import Name
from pikepdf import ObjectStreamMode
from pikepdf import Pdf
from pikepdf import String
from PIL import Image

import struct
import zlib

#: What must not be in a file that is kept. Nobody is called like this.
TRACE = "样本相机主人"


def photograph(kind="JPEG", size=(40, 30), orientation=6, **options) -> bytes:
    """Return a picture as a phone writes it: with its place, its owner, which way up it
    was held, and a film behind its end."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = TRACE
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (39.0, 54.0, 20.0), 3: "E", 4: (116.0, 23.0, 9.0)}
    )
    stream = BytesIO()
    if kind == "JPEG":
        options = {
            "xmp": f"<x:xmpmeta>{TRACE}</x:xmpmeta>".encode(),
            "comment": TRACE.encode(),
        } | options
    Image.new("RGB", size, "white").save(stream, kind, exif=exif, **options)
    data = stream.getvalue()
    if kind == "JPEG":
        iptc = b"Photoshop 3.0\0" + TRACE.encode()
        data = (
            data[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[2:]
        )
    else:
        text = b"tEXtAuthor\0" + TRACE.encode()
        chunk = (
            struct.pack(">I", len(text) - 4)
            + text
            + struct.pack(">I", zlib.crc32(text))
        )
        data = data[:33] + chunk + data[33:]
    return data + b"ftypmp42" + TRACE.encode()


def pdf_of(pages=1) -> Pdf:
    """Return a PDF with empty pages."""
    pdf = Pdf.new()
    for _page in range(pages):
        pdf.add_blank_page()
    return pdf


def written(pdf: Pdf, **options) -> bytes:
    """Return the bytes of a PDF."""
    stream = BytesIO()
    pdf.save(stream, **options)
    return stream.getvalue()


def plain_pdf() -> bytes:
    """Return a PDF of one page, by somebody."""
    pdf = pdf_of()
    pdf.docinfo["/Author"] = TRACE
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [TRACE]
    return written(pdf)


PDF = plain_pdf()


def signed_pdf() -> bytes:
    """Return a PDF that says that it is signed."""
    pdf = pdf_of()
    pdf.docinfo["/Author"] = TRACE
    signature = pdf.make_indirect(
        Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String("00"))
    )
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, V=signature, T=String("sign")))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    return written(pdf)


def refused_pdfs() -> dict[str, tuple[str, bytes]]:
    """Return PDFs that nobody can read, or that do something: why, and which."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    opening, hidden, page, form = pdf_of(), pdf_of(), pdf_of(), pdf_of()
    opening.Root.OpenAction = script
    stream = hidden.make_stream(b"app.alert(1)")
    action = hidden.make_indirect(Dictionary(S=Name.JavaScript, JS=stream))
    hidden.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), action]))
    )
    page.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.URI, URI=String("http://x")))
    launching, sending, films, folder = pdf_of(), pdf_of(), pdf_of(), pdf_of()
    launching.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    sending.Root.OpenAction = Dictionary(S=Name.URI, URI=String("http://x"))
    films.pages[0].obj.Annots = Array(
        [films.make_indirect(Dictionary(Subtype=Name.RichMedia))]
    )
    folder.attachments["a.exe"] = AttachedFileSpec(folder, b"MZ", filename="a.exe")
    form.Root.AcroForm = Dictionary(Fields=Array([]), XFA=form.make_stream(b"<xdp/>"))
    locked = Encryption(owner="owner", user="user")
    in_streams = {"object_stream_mode": ObjectStreamMode.generate}
    escaped = written(opening).replace(b"/JavaScript", b"/J#61vaScript")
    return {
        "locked": ("error_pdf_locked", written(pdf_of(), encryption=locked)),
        "cut": ("error_pdf_cut", written(pdf_of(9))[:500]),
        "empty": ("error_pdf_broken", written(Pdf.new())),
        "noise": ("error_pdf_broken", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
        "script": ("error_pdf_commands", written(opening)),
        "script, escaped": ("error_pdf_commands", escaped.replace(b"/JS", b"/#4aS")),
        "script in a stream": ("error_pdf_commands", written(hidden, **in_streams)),
        "action of a page": ("error_pdf_commands", written(page)),
        "program": ("error_pdf_commands", written(launching)),
        "address": ("error_pdf_commands", written(sending)),
        "film": ("error_pdf_moving", written(films)),
        "file": ("error_pdf_embedded", written(folder)),
        "form": ("error_pdf_xfa", written(form)),
    }
