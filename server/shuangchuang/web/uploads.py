"""Reads what somebody sends to be validated: RDF as the body, or a form with files or texts.

Must not look into what it reads; that is done where it can be killed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from flask import Request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from shuangchuang.base.errors import BadRequest, BodyTooLarge, UnsupportedMedia
from shuangchuang.base.media import READABLE_RDF, SUFFIXES, readable_name, readable_type
from shuangchuang.base.plain import show_controls
from shuangchuang.base.settings import Settings
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.web.fields import read_fields

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
ACCEPTED = (*(one.media_type for one in READABLE_RDF), *FORMS)
MAX_PARTS = 20
LONGEST_NAME = 100
SPARE_BYTES = 16_384  # for what a form holds beside its files and texts


@dataclass(frozen=True)
class Upload:
    """What is to be judged, and the shapes to judge it by, if they are the sender's own.

    `text` and `format` are what a form was filled with, to show it again.
    """

    parts: tuple[Part, ...]
    shapes: Part | None = None
    text: str = ""
    format: str = ""


def read_upload(request: Request, settings: Settings) -> Upload:
    """Read a request to the end.

    Raises UnsupportedMedia for a type that is not read, BodyTooLarge, and BadRequest for a form
    without anything to judge.
    """
    _check_coding(request)
    request.max_content_length = settings.max_upload_bytes + SPARE_BYTES
    request.max_form_memory_size = settings.max_upload_bytes + SPARE_BYTES
    request.max_form_parts = MAX_PARTS
    try:
        if request.mimetype == FORMS[1]:  # Werkzeug would leave what it cannot decode as it is
            read_fields(request.get_data(cache=True), "the form")
        if request.mimetype in FORMS:
            return _read_form(request)
        return Upload((_read_body(request, settings.max_upload_bytes),))
    except RequestEntityTooLarge as error:
        raise BodyTooLarge("the upload", settings.max_upload_bytes) from error


def _check_coding(request: Request) -> None:
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding != "identity":  # a compressed body can be a thousand times what it says it is
        raise UnsupportedMedia(f"Content-Encoding: {coding}", ["a body that is not compressed"])
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        raise UnsupportedMedia(f"charset={charset}", ["UTF-8"])


def _read_body(request: Request, limit_bytes: int) -> Part:
    found = readable_type(request.mimetype)
    if found is None:
        raise UnsupportedMedia(request.headers.get("Content-Type", ""), ACCEPTED)
    body = request.get_data(cache=False)
    if len(body) > limit_bytes:
        raise BodyTooLarge("the body", limit_bytes)
    return Part(f"body.{found.name}", found.name, body)


def _read_form(request: Request) -> Upload:
    _check_fields(request)
    text, format_name = request.form.get("text", ""), request.form.get("format-of-text", "ttl")
    parts = [*_read_files(request, "file"), *_read_text(text, format_name, "text")]
    if not parts:
        raise BadRequest("send a file, a text, or RDF as the body: there is nothing to judge")
    shapes_text = request.form.get("shapes-text") or request.form.get("shapes") or ""
    shapes = [*_read_files(request, "shapes"), *_read_text(shapes_text, "ttl", "shapes")]
    if len(shapes) > 1:
        raise BadRequest("send the shapes once, as a file or as a text")
    return Upload(tuple(parts), shapes[0] if shapes else None, text, format_name)


def _check_fields(request: Request) -> None:
    """Refuse what would otherwise be passed over, or judged as another text than was sent."""
    for name, texts in request.form.lists():
        if len(texts) > 1:
            raise BadRequest(f"{name}: a text is sent once; send several files instead")
        if "\ufffd" in texts[0]:
            raise BadRequest(f"{name}: the text is not UTF-8, or holds U+FFFD; send it as a file")
    if request.form.get("file", "").strip():
        raise BadRequest("file: a file is sent with its name; text is the field for a text")


def _read_text(text: str, name: str, title: str) -> Iterator[Part]:
    if not text.strip():
        return
    if name not in SUFFIXES.values():
        raise UnsupportedMedia(f"format-of-text={name}", sorted(set(SUFFIXES.values())))
    # Browsers send the line ends of the mail of old.
    yield Part(f"{title}.{name}", name, text.replace("\r\n", "\n").encode())


def _read_files(request: Request, field: str) -> Iterator[Part]:
    for one in request.files.getlist(field):
        if not one.filename:  # a field of a form that was left empty
            continue
        name = PurePath(one.filename.replace("\\", "/")).name[-LONGEST_NAME:]
        name = show_controls(name).translate({9: " ", 10: " "})
        yield Part(name, _format_of(one, name), one.stream.read())


def _format_of(upload: FileStorage, name: str) -> str:
    found = readable_name(name) or readable_type(upload.mimetype)
    if found is None:
        raise UnsupportedMedia(f"the file {name} ({upload.mimetype})", list(SUFFIXES))
    return found.name
