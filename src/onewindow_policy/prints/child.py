"""Prints papers in a process of its own, one after the other, until its input ends.

Typst keeps the last documents in its caches. With personal papers these are in a process
that is renewed, which has nothing else of the portal in it and writes no file.

A job is a line of JSON; the answer is a line of JSON and, where it has a `size`, as many
bytes of PDF.
"""

import json
import sys
import typst


def main() -> None:
    """Print what is asked for on standard input."""
    folders = json.loads(sys.stdin.buffer.readline())
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
    )
    for line in sys.stdin.buffer:
        answer, data = print_one(json.loads(line), fonts)
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + data)
        sys.stdout.buffer.flush()


def print_one(job: dict, fonts: typst.Fonts) -> tuple[dict, bytes]:
    """Return the answer to a job, and the PDF."""
    sources = {name: text.encode() for name, text in job["sources"].items()}
    try:
        data = typst.compile(
            sources,
            font_paths=fonts,
            format="pdf",
            sys_inputs={"values": json.dumps(job["values"])},
            # So that it is read aloud (ISO 14289-1).
            pdf_standards=["ua-1"],
            # Made of the same, a paper is the same to the last byte.
            timestamp=job["moment"],
        )
    except typst.TypstError as error:
        # Its message may quote a value.
        return {"error": str(error)}, b""
    return {"size": len(data)}, data


if __name__ == "__main__":
    main()
