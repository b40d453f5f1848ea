"""Reads what a call carries: query string, JSON, url-encoded form or multipart."""

import io
from collections.abc import Iterable
from urllib.parse import parse_qsl

import msgspec
from litestar.types import Receive, Scope
from python_multipart import parse_form
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File

from phone.call import Upload
from phone.errors import ApiError, bad_request
from phone.limits import UPLOAD_BYTES

BODY_BYTES = UPLOAD_BYTES + 1024 * 1024  # the file, and the form around it

Values = dict[str, object]


async def read(scope: Scope, receive: Receive) -> tuple[Values, dict[str, Upload]]:
    """The values and the files of one request."""
    query = scope["query_string"].decode("latin-1")
    values: Values = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    uploads: dict[str, Upload] = {}
    kind = _content_type(scope["headers"])
    if body := await _body(receive):
        if kind.startswith(b"multipart/form-data"):
            _multipart(kind, body, values, uploads)
        else:
            values.update(_simple(kind, body))
    return values, uploads


def _content_type(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    return next((value for name, value in headers if name == b"content-type"), b"")


async def _body(receive: Receive) -> bytes:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        parts.append(message["body"])
        size += len(message["body"])
        if not message["more_body"]:
            break
    if size > BODY_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    return b"".join(parts)


def _simple(kind: bytes, body: bytes) -> Values:
    try:
        if kind.startswith(b"application/json"):
            return msgspec.json.decode(body, type=Values)
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise bad_request("can't parse the body of the request") from None


def _multipart(kind: bytes, body: bytes, values: Values, uploads: dict[str, Upload]) -> None:
    def on_field(field: Field) -> None:
        values[_text(field.field_name)] = _text(field.value)

    def on_file(file: File) -> None:
        file.file_object.seek(0)
        name, mime = _text(file.file_name), file.content_type or ""
        uploads[_text(file.field_name)] = Upload(name, mime, file.file_object.read())
        file.close()

    try:
        parse_form({"Content-Type": kind}, io.BytesIO(body), on_field, on_file)
    except FormParserError:
        raise bad_request("can't parse the body of the request") from None


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")
