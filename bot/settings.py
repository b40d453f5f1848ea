"""The environment, read once into one frozen object. A wrong setting stops at start, named."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from support.deployment import ConfigurationError, Deployment

PUBLIC_TELEGRAM = "https://api.telegram.org"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_TOKEN = re.compile(r"^\d+:[\w-]+$")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; `deployment` is the municipality's file."""

    deployment: Deployment
    data_dir: Path
    database_url: str
    secret: str
    telegram_token: str | None
    telegram_api: str
    webhook_url: str | None
    host: str
    port: int
    url: str
    send_limit: tuple[float, float]
    """Messages a second in all and to one chat; 0 is no limit."""
    clock: datetime | None
    metrics_port: int | None = None
    """A port of its own for `/metrics` and `/health`, in whatever part runs here."""
    metrics_token: str | None = None
    log: str | None = None
    """`json` or `text`; None: text in a terminal, else JSON."""

    def join_link(self, code: str, username: str | None) -> str:
        """The link that a tenant opens on the phone; the code is the text after `start=`."""
        base = "https://t.me" if self.telegram_api == PUBLIC_TELEGRAM else f"{self.telegram_api}/t.me"
        return f"{base}/{username or ''}?start={code}"


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read every `BOFAST_…` setting; `ConfigurationError` says which is wrong and what to do."""
    get = environment.get
    path = get("BOFAST_CONFIG")
    deployment = Deployment.read(Path(path) if path else None)
    data_dir = Path(get("BOFAST_DATA_DIR") or "data").expanduser().resolve()
    host, port = get("BOFAST_HOST") or "127.0.0.1", _port("BOFAST_PORT", get("BOFAST_PORT") or "8080")
    return Settings(
        deployment=deployment,
        data_dir=data_dir,
        database_url=_database(get("BOFAST_DATABASE_URL") or f"sqlite:///{data_dir / 'bofast.sqlite3'}"),
        secret=_secret(get("BOFAST_SECRET"), data_dir),
        telegram_token=_token(get("BOFAST_TELEGRAM_TOKEN")),
        telegram_api=_address("BOFAST_TELEGRAM_API", get("BOFAST_TELEGRAM_API") or PUBLIC_TELEGRAM),
        webhook_url=_address("BOFAST_WEBHOOK_URL", get("BOFAST_WEBHOOK_URL") or "") or None,
        host=host,
        port=port,
        url=_address("BOFAST_URL", get("BOFAST_URL") or f"http://{host}:{port}"),
        send_limit=_limit(get("BOFAST_SEND_LIMIT") or "30,1"),
        clock=clock_time(get("BOFAST_CLOCK"), deployment),
        metrics_port=_metrics_port(get("BOFAST_METRICS_PORT"), host, get("BOFAST_METRICS_TOKEN")),
        metrics_token=_metrics_token(get("BOFAST_METRICS_TOKEN")),
        log=_log(get("BOFAST_LOG")),
    )


def clock_time(given: str | None, deployment: Deployment, name: str = "BOFAST_CLOCK") -> datetime | None:
    """An ISO time; without an offset it is local to the deployment."""
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise ConfigurationError(
            f"{name}: write an ISO time such as 2026-11-24T18:00, not {given!r}"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=deployment.zone)


def _token(given: str | None) -> str | None:
    if given and not _TOKEN.match(given):
        raise ConfigurationError(
            "BOFAST_TELEGRAM_TOKEN: a token looks like 123456:ABC…; copy it from @BotFather"
        )
    return given or None


def _port(name: str, given: str) -> int:
    if not given.isdecimal() or not 0 <= int(given) < 65536:
        raise ConfigurationError(f"{name}: write a number from 1 to 65535, not {given!r}")
    return int(given)


def _metrics_port(given: str | None, host: str, token: str | None) -> int | None:
    """Outside this machine the numbers are for those who know the token."""
    if not given:
        return None
    if not token and host not in LOOPBACK:
        raise ConfigurationError(
            f"BOFAST_METRICS_TOKEN: set one when BOFAST_METRICS_PORT listens on {host}, outside this machine"
        )
    return _port("BOFAST_METRICS_PORT", given)


def _metrics_token(given: str | None) -> str | None:
    if given and len(given) < 16:
        raise ConfigurationError("BOFAST_METRICS_TOKEN: use at least 16 characters, or leave it out")
    return given or None


def _log(given: str | None) -> str | None:
    if given and given not in ("json", "text"):
        raise ConfigurationError(f"BOFAST_LOG: write json or text, or leave it out, not {given!r}")
    return given or None


def _address(name: str, given: str) -> str:
    if given and not re.match(r"^https?://[^\s/]+", given):
        raise ConfigurationError(
            f"{name}: write an address such as https://bofast.example.org, not {given!r}"
        )
    return given.rstrip("/")


def _limit(given: str) -> tuple[float, float]:
    try:
        numbers = [float(part) for part in given.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (1, 2) or any(not 0 <= number < 1e6 for number in numbers):
        raise ConfigurationError(
            f"BOFAST_SEND_LIMIT: write two numbers such as 30,1 or 0 for none, not {given!r}"
        )
    return numbers[0], numbers[-1]


def _database(url: str) -> str:
    try:
        kind = make_url(url).get_backend_name()
    except ArgumentError as error:
        raise ConfigurationError(
            "BOFAST_DATABASE_URL: write sqlite:////path/file or postgresql://user@host/name"
        ) from error
    if kind not in ("sqlite", "postgresql"):
        raise ConfigurationError(f"BOFAST_DATABASE_URL: use sqlite or postgresql, not {kind}")
    return url


def _secret(given: str | None, data_dir: Path) -> str:
    if given:
        if len(given) < 16:
            raise ConfigurationError("BOFAST_SECRET: use at least 16 characters, or leave it out")
        return given
    path = data_dir / "secret"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        kept = path.read_text(encoding="ascii").strip() if path.exists() else ""
        return kept or _first_secret(path)
    except OSError as error:
        raise ConfigurationError(
            f"BOFAST_DATA_DIR: cannot write to {data_dir}: {error.strerror}; choose a folder that bofast may use"
        ) from error


def _first_secret(path: Path) -> str:
    """Write one, unless another process that starts now is quicker: all must have the same, and never an empty one."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        kept = file.read().strip()
        if not kept:
            kept = secrets.token_urlsafe(32)
            file.write(kept)
        return kept
