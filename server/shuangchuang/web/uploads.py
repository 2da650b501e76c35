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
from shuangchuang.base.texts import Bilingual, join
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.web.fields import BODY, FORM_FIELDS, read_fields
from shuangchuang.web.protocol import NOT_COMPRESSED

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
ACCEPTED = (*(one.media_type for one in READABLE_RDF), *FORMS)
MAX_PARTS = 20
LONGEST_NAME = 100
SPARE_BYTES = 16_384  # for what a form holds beside its files and texts

NOTHING = Bilingual(
    "send a file, a text, or RDF as the body: there is nothing to judge",
    "请发送文件、文本，或以 RDF 作为请求正文：没有可供校验的内容",
)
UNTYPED = Bilingual(
    "a body of RDF needs its media type, such as Content-Type: text/turtle (with curl,"
    " -H 'Content-Type: text/turtle'): without it the body was taken for a form",
    "RDF 请求正文须注明媒体类型，如 Content-Type: text/turtle（curl 中写"
    " -H 'Content-Type: text/turtle'）：否则会被当作表单",
)
FIELDS = ("file", "format-of-text", "shapes", "shapes-text", "text")
SHAPES_ONCE = Bilingual(
    "send the shapes once, as a file or as a text", "形状只需发送一次：作为文件或文本"
)
TEXT_ONCE = Bilingual(
    ": a text is sent once; send several files instead",
    "：同一文本字段只能发送一次；请改为发送多个文件",
)
NOT_UTF8 = Bilingual(
    ": the text is not UTF-8, or holds U+FFFD; send it as a file",
    "：文本不是 UTF-8，或含有 U+FFFD；请作为文件发送",
)
NO_NAME = Bilingual(
    "file: a file is sent with its name; text is the field for a text",
    "file：文件须连同其名称发送；文本请用字段 text",
)


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
            read_fields(request.get_data(cache=True), FORM_FIELDS)
        if request.mimetype in FORMS:
            return _read_form(request)
        return Upload((_read_body(request, settings.max_upload_bytes),))
    except RequestEntityTooLarge as error:
        raise BodyTooLarge(
            Bilingual("the upload", "上传内容"), settings.max_upload_bytes
        ) from error


def _check_coding(request: Request) -> None:
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding != "identity":  # a compressed body can be a thousand times what it says it is
        raise UnsupportedMedia(f"Content-Encoding: {coding}", [NOT_COMPRESSED])
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        raise UnsupportedMedia(f"charset={charset}", ["UTF-8"])


def _read_body(request: Request, limit_bytes: int) -> Part:
    found = readable_type(request.mimetype)
    if found is None:
        raise UnsupportedMedia(request.headers.get("Content-Type", ""), ACCEPTED)
    body = request.get_data(cache=False)
    if len(body) > limit_bytes:
        raise BodyTooLarge(BODY, limit_bytes)
    return Part(f"body.{found.name}", found.name, body)


def _read_form(request: Request) -> Upload:
    _check_fields(request)
    text, format_name = request.form.get("text", ""), request.form.get("format-of-text", "ttl")
    parts = [*_read_files(request, "file"), *_read_text(text, format_name, "text")]
    if not parts:
        is_form = not request.form or any(one in request.form for one in FIELDS)
        raise BadRequest(NOTHING if is_form else UNTYPED)
    shapes_text = request.form.get("shapes-text") or request.form.get("shapes") or ""
    shapes = [*_read_files(request, "shapes"), *_read_text(shapes_text, "ttl", "shapes")]
    if len(shapes) > 1:
        raise BadRequest(SHAPES_ONCE)
    return Upload(tuple(parts), shapes[0] if shapes else None, text, format_name)


def _check_fields(request: Request) -> None:
    """Refuse what would otherwise be passed over, or judged as another text than was sent."""
    for name, texts in request.form.lists():
        if len(texts) > 1:
            raise BadRequest(join(name, TEXT_ONCE))
        if "\ufffd" in texts[0]:
            raise BadRequest(join(name, NOT_UTF8))
    if request.form.get("file", "").strip():
        raise BadRequest(NO_NAME)


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
        raise UnsupportedMedia(
            Bilingual(f"the file {name} ({upload.mimetype})", f"文件 {name}（{upload.mimetype}）"),
            list(SUFFIXES),
        )
    return found.name
