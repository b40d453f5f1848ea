"""Real processes: started, watched, stopped. What each one costs is read from the system."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """One process with its log."""

    def __init__(self, *words: str, log: Path, environment: Mapping[str, str] | None = None) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env=dict(environment) if environment is not None else None,
                stdout=out,
                stderr=out,
            )
        self.log = log

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def cpu_seconds(self) -> float:
        """Processor time used so far, its own and the system's for it."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def megabytes(self, *, peak: bool = False) -> float:
        """Memory that it holds (RSS), or the most that it has held since `forget_peak`."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM" if peak else "VmRSS"))
        return int(line.split()[1]) / 1024

    def forget_peak(self) -> None:
        """Let the most memory be counted from now on."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5", encoding="ascii")

    def kill(self) -> None:
        """`kill -9`."""
        if self.alive:
            self._process.kill()
        self._process.wait()

    def stop(self, seconds: float = 20.0) -> int:
        """Ask politely (SIGTERM); its exit code."""
        if self.alive:
            self._process.send_signal(signal.SIGTERM)
        return self._process.wait(seconds)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
