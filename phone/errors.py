"""What goes wrong on either side of the phone."""

import msgspec


class ApiError(Exception):
    """The Bot API's "no": an error code, Telegram's own words and, for 429, the seconds to wait."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def json(self) -> bytes:
        """The answer's JSON."""
        return msgspec.json.encode(self.body())

    def body(self) -> dict[str, object]:
        """The answer as an object."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> ApiError:
    """400 in Telegram's form."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403 in Telegram's form."""
    return ApiError(403, f"Forbidden: {reason}")


class PhoneError(Exception):
    """A person tried what a phone cannot do; `status` is the HTTP status of the control API's answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
