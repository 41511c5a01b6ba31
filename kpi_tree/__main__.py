"""`python -m kpi_tree`: the library's door for a terminal."""

from __future__ import annotations

import sys

from kpi_tree.cli import main

if __name__ == "__main__":
    sys.exit(main())
