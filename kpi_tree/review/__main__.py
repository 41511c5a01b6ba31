"""Write the table of all findings: `python -m kpi_tree.review > docs/findings.md`."""

from __future__ import annotations

import sys

from kpi_tree.review.table import page

if __name__ == "__main__":
    sys.stdout.write(page())
