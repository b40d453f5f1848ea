"""A backup as one file: a zip with a manifest, the database, and the files under the sha256 of their content.

The manifest says with which release and when it was made, which revision the tables have, and a checksum of
every table. `zipfile` writes sizes beyond 4 GB by itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from storage.copying import CopyError, Sum, Taken

FORMAT = 1
MANIFEST = "manifest.json"
_CHUNK = 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Manifest:
    """What a backup says of itself."""

    release: str
    at: str
    database: Taken
    database_sha256: str = ""
    files: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Files that the database speaks of and that were not in the data folder, or not whole."""

    @property
    def rows(self) -> int:
        """In all tables."""
        return sum(each.rows for each in self.database.tables.values())


def path_of(data_dir: Path, digest: str) -> Path:
    """Where a file with that content lies in the data folder."""
    return data_dir / "files" / digest[:2] / digest


def write(target: Path, manifest: Manifest, data_dir: Path) -> None:
    """Write it whole and down to the disk; the manifest is filled in on the way."""
    with os.fdopen(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            taken = manifest.database
            manifest.database_sha256 = _pack(packed, taken.file, taken.file.name, zipfile.ZIP_DEFLATED)
            for digest in taken.digests:
                _pack_file(packed, manifest, data_dir, digest)
            packed.writestr(MANIFEST, _to_json(manifest))
        out.flush()
        os.fsync(out.fileno())


def read(packed: zipfile.ZipFile) -> Manifest:
    """What the backup says of itself."""
    try:
        said = json.loads(packed.read(MANIFEST))
        if said["format"] != FORMAT:
            raise CopyError(f"{packed.filename}: a newer release of Bofast reads its format {said['format']}")
        database = said["database"]
        tables = {name: Sum(**each) for name, each in said["tables"].items()}
        name = str(database["name"])
        taken = Taken(
            Path(name), database["kind"], said["revision"], tables, said["files"], int(database["tool"])
        )
        if Path(name).name != name or not all(map(_DIGEST.fullmatch, said["files"])):
            raise ValueError("it names files outside itself")
        return Manifest(
            said["release"], said["at"], taken, database["sha256"], said["files"], said["missing"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CopyError(f"{packed.filename} is no backup of Bofast") from error


def unpack(packed: zipfile.ZipFile, manifest: Manifest, folder: Path | None) -> None:
    """Look at every checksum; with a folder, lay everything down there as it lies in the data folder."""
    name = manifest.database.file.name
    _unpack(packed, name, manifest.database_sha256, folder / name if folder else None)
    for digest in manifest.files:
        _unpack(packed, f"files/{digest}", digest, path_of(folder, digest) if folder else None)


def _pack_file(packed: zipfile.ZipFile, manifest: Manifest, data_dir: Path, digest: str) -> None:
    path = path_of(data_dir, digest)
    if not path.is_file() or _sha256(path) != digest:
        manifest.missing.append(digest)
        return
    _pack(packed, path, f"files/{digest}", zipfile.ZIP_STORED)
    manifest.files.append(digest)


def _pack(packed: zipfile.ZipFile, path: Path, name: str, how: int) -> str:
    about = zipfile.ZipInfo(name)
    about.compress_type, about.external_attr, about.file_size = how, 0o600 << 16, path.stat().st_size
    with path.open("rb") as source, packed.open(about, "w", force_zip64=True) as into:
        return _carry(source, into)


def _unpack(packed: zipfile.ZipFile, name: str, sha256: str, target: Path | None) -> None:
    try:
        with packed.open(name) as source:
            if target is None:
                found = _carry(source, None)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as into:
                    found = _carry(source, into)
                    into.flush()
                    os.fsync(into.fileno())
    except (KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise CopyError(f"{packed.filename}: {name} in it is damaged or missing") from error
    if found != sha256:
        raise CopyError(f"{packed.filename}: {name} in it is not as it was when the backup was made")


def _carry(source: IO[bytes], into: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        if into is not None:
            into.write(chunk)
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return _carry(source, None)


def _to_json(manifest: Manifest) -> str:
    taken = manifest.database
    said: dict[str, Any] = {
        "format": FORMAT,
        "release": manifest.release,
        "revision": taken.revision,
        "at": manifest.at,
        "database": {
            "kind": taken.kind,
            "name": taken.file.name,
            "sha256": manifest.database_sha256,
            "tool": taken.tool,
        },
        "tables": {name: asdict(each) for name, each in taken.tables.items()},
        "files": manifest.files,
        "missing": manifest.missing,
    }
    return json.dumps(said, indent=1)
