"""`python -m bench [PART]`: one part of `make bench`, or all of them. Exit 1 if a figure is not as it must be."""

from __future__ import annotations

import argparse
import sys

from bench import cost, flood, memory, scale, speed, start, strings

PARTS = {
    "speed": speed,
    "strings": strings,
    "cost": cost,
    "scale": scale,
    "start": start,
    "memory": memory,
    "flood": flood,
}


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parts = parser.add_subparsers(dest="part", metavar="PART")
    for name, part in PARTS.items():
        about = (part.__doc__ or "").splitlines()[0]
        part.arguments(parts.add_parser(name, help=about, description=about))
    words = sys.argv[1:]
    failed = []
    for each in [words] if words else [[name] for name in PARTS]:
        given = parser.parse_args(each)
        print(f"\n== {given.part}: {(PARTS[given.part].__doc__ or '').splitlines()[0]}", flush=True)
        if not PARTS[given.part].run(given):
            failed.append(given.part)
    if failed:
        print(f"\nnot as it must be: {', '.join(failed)}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
