"""What was sent with a form, so that the same sending can be told from another.

It is told from what the browser sent and not from what was read of it: so a submission that
comes again is known whatever became of the form, and of the files that waited for it.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from onewindow_policy.forms.consents import PREFIX as CONSENTS
from onewindow_policy.forms.eligibility import MEETS
from onewindow_policy.forms.submitted import PREFIX
from onewindow_policy.forms.uploads import MAX_FILE_SIZE
from typing import Any
from uuid import UUID
from ZPublisher.HTTPRequest import FileUpload

import hashlib
import json

#: Of the inputs that keep files which wait from an earlier try.
KEPT_PREFIX = "form.kept."

#: Inputs of a field that are no answer: what browsers need, and steps to the answer.
_NO_ANSWERS = ("-empty-marker", ".street", ".show")


def content_of(form: Mapping[str, Any], form_uid: str, nonce: str) -> str:
    """Return a text that is the same when the same answers, files and consents were sent.

    `form` is what was sent with the nonce. A file is the same whether it came along or
    waits from an earlier try (see `file_id_of`).
    """
    told = sorted(
        set(_answers(form)) | {("file", *each) for each in _files(form, nonce)}
    )
    text = json.dumps([form_uid, told], ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def file_id_of(upload: FileUpload, field_name: str, nonce: str) -> UUID:
    """Return the id under which a file that was chosen for a field of a form waits.

    The nonce is secret and random, so that the id tells nothing of the content.
    """
    upload.seek(0)
    # What is larger is taken in nowhere.
    content = hashlib.sha256(upload.read(MAX_FILE_SIZE + 1)).hexdigest()
    upload.seek(0)
    text = f"{nonce}\0{field_name}\0{content}"
    return UUID(bytes=hashlib.sha256(text.encode(errors="replace")).digest()[:16])


def _answers(form: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, value in form.items():
        if name.startswith((PREFIX, CONSENTS, MEETS)) and not name.endswith(
            _NO_ANSWERS
        ):
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, str):
                    # As a browser sends back what it was given in an answer.
                    yield "answer", name, "\n".join(each.split("\r\n")).strip()


def _files(form: Mapping[str, Any], nonce: str) -> Iterator[tuple[str, str]]:
    for name, value in form.items():
        for each in value if isinstance(value, list) else [value]:
            if name.startswith(KEPT_PREFIX) and isinstance(each, str):
                yield name.removeprefix(KEPT_PREFIX), each
            elif isinstance(each, FileUpload) and each.filename:
                field_name = name.removeprefix(PREFIX)
                yield field_name, str(file_id_of(each, field_name, nonce))
