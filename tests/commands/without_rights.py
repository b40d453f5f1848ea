"""Runs Python as its own user without root's right to write where files forbid it: `without_rights.py -m bot run`.

Tests that forbid writing to a folder hold then for root as well. Linux only; elsewhere it just runs.
"""

from __future__ import annotations

import ctypes
import os
import sys

PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE = 1

if __name__ == "__main__":
    if sys.platform == "linux" and os.geteuid() == 0:
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
