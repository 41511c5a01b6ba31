"""What has happened to a plan, told in words that people read.

told(entry.events, before, by="Ana")   ("Ana changed “Reviews → Orders” from 0.02–0.24 …",)
differences(plan, other)               what lies between two plans, each with its place
"""

from kpi_tree.telling.sentences import PlanDifference, differences, told

__all__ = ["PlanDifference", "differences", "told"]
