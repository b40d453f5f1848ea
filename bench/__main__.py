"""`python -m bench PART`: one part of `make bench`. Exit 1 if something was lost, doubled or out of order."""

from __future__ import annotations

import argparse
import sys

from bench import speed

PARTS = {"speed": speed}


def main() -> int:
    """Run a part."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    for name, part in PARTS.items():
        about = (part.__doc__ or "").splitlines()[0]
        part.arguments(parts.add_parser(name, help=about, description=about))
    given = parser.parse_args()
    return 0 if PARTS[given.part].run(given) else 1


if __name__ == "__main__":
    sys.exit(main())
