"""Where plans are kept: a log of events a plan, in SQLite.

Written by one thread, read by several, by one process a file. What was acknowledged is on the
disk. All SQL of Enlace is in this room, in a form that another database understands too; what is
SQLite's own is in `driver`, `claim` and `backup`.
"""

from kpi_tree.store.keeping import Decision, Store, Wish
from kpi_tree.store.log import Entry, Past, Summary, Version

__all__ = ["Decision", "Entry", "Past", "Store", "Summary", "Version", "Wish"]
