"""Files that people and bots have sent, on disk in one folder; each has an id that sends it again."""

import base64
import mimetypes
import secrets
from pathlib import Path

from phone import pictures
from phone.state import Shelved

_FOLDERS = {"voice": "voice", "audio": "music", "photo": "photos", "sticker": "stickers"}
_DEFAULT_TYPES = {"voice": "audio/ogg", "audio": "audio/mpeg", "photo": "image/jpeg"}
_ENDINGS = {"audio/ogg": ".oga", "audio/webm": ".weba", "audio/mp4": ".m4a", "image/jpeg": ".jpg"}

# A sticker's picture: one transparent pixel, WebP. The emoji beside it is what people see.
STICKER = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")


class Shelf:
    """The folder and the list of what is in it."""

    def __init__(self, folder: Path, files: dict[str, Shelved]) -> None:
        self.folder = folder
        self.files = files

    def put(self, kind: str, data: bytes, name: str = "", mime: str = "", duration: int = 0) -> Shelved:
        """Keep a file. The type is the sender's word, else what the name says."""
        mime = mime.partition(";")[0].strip()
        if not mime or mime == "application/octet-stream":
            mime = mimetypes.guess_type(name)[0] or _DEFAULT_TYPES.get(kind, "application/octet-stream")
        number = len(self.files) + 1
        path = f"{_FOLDERS.get(kind, 'documents')}/file_{number}{_ending(name, mime)}"
        width, height = (512, 512) if kind == "sticker" else pictures.size(data) or (0, 0)
        file = Shelved(
            id=secrets.token_urlsafe(32),
            unique=secrets.token_urlsafe(9),
            kind=kind,
            name=name or Path(path).name,
            mime=mime,
            size=len(data),
            path=path,
            duration=duration,
            width=width,
            height=height,
        )
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.files[file.id] = file
        return file

    def find(self, file_id: str) -> Shelved | None:
        """A file by its id."""
        return self.files.get(file_id)

    def by_path(self, path: str) -> Shelved | None:
        """A file by the path that `getFile` gave."""
        return next((file for file in self.files.values() if file.path == path), None)

    def read(self, file: Shelved) -> bytes:
        """A file's bytes."""
        return (self.folder / file.path).read_bytes()


def _ending(name: str, mime: str) -> str:
    ending = _ENDINGS.get(mime) or mimetypes.guess_extension(mime) or Path(name).suffix
    return ending if ending.isascii() and ending[1:].isalnum() else ""
