"""Edits: functions from a plan to the events that it needs, or a refusal with a remedy.

Each is an imperative (`set_target`). Given a plan it decides; it changes nothing itself:

    events = set_target(plan, "more", metric="reviews", value=150)

`Workspace.edit` decides on the newest plan and keeps the events. Every edit raises `EditRefused`
where the plan that would follow is not allowed, or what it names is not there any more. An edit
that would change nothing gives no events.
"""

from kpi_tree.plan.edits.goals import add_goal, change_goal, remove_goal
from kpi_tree.plan.edits.heading import (
    answer_maturity,
    set_ask,
    set_budget,
    set_calendar,
    set_currency,
    set_language,
    set_money,
    set_title,
)
from kpi_tree.plan.edits.links import (
    add_evidence,
    add_link,
    attach_evidence,
    change_evidence,
    change_link,
    detach_evidence,
    remove_evidence,
    remove_link,
    remove_links,
)
from kpi_tree.plan.edits.measured import (
    arrange,
    clear_layout,
    clear_observations,
    set_layout,
    set_observations,
)
from kpi_tree.plan.edits.metrics import add_metric, change_metric, remove_metric, remove_metrics
from kpi_tree.plan.edits.naming import free_name, id_for
from kpi_tree.plan.edits.opinions import (
    give_opinion,
    pool_opinions,
    weigh_opinions,
    withdraw_opinion,
)
from kpi_tree.plan.edits.people import add_person, change_person, remove_person
from kpi_tree.plan.edits.proposed import adopt_targets
from kpi_tree.plan.edits.scenarios import (
    add_scenario,
    clear_cost,
    clear_target,
    duplicate_scenario,
    remove_scenario,
    rename_scenario,
    set_cost,
    set_target,
)
from kpi_tree.plan.edits.signatures import record_signature, sign_link, withdraw_signature
from kpi_tree.plan.edits.tables import paste
from kpi_tree.plan.edits.together import together
from kpi_tree.plan.edits.whole import adopt, create_plan

__all__ = [
    "add_evidence",
    "add_goal",
    "add_link",
    "add_metric",
    "add_person",
    "add_scenario",
    "adopt",
    "adopt_targets",
    "answer_maturity",
    "arrange",
    "attach_evidence",
    "change_evidence",
    "change_goal",
    "change_link",
    "change_metric",
    "change_person",
    "clear_cost",
    "clear_layout",
    "clear_observations",
    "clear_target",
    "create_plan",
    "detach_evidence",
    "duplicate_scenario",
    "free_name",
    "give_opinion",
    "id_for",
    "paste",
    "pool_opinions",
    "record_signature",
    "remove_evidence",
    "remove_goal",
    "remove_link",
    "remove_links",
    "remove_metric",
    "remove_metrics",
    "remove_person",
    "remove_scenario",
    "rename_scenario",
    "set_ask",
    "set_budget",
    "set_calendar",
    "set_cost",
    "set_currency",
    "set_language",
    "set_layout",
    "set_money",
    "set_observations",
    "set_target",
    "set_title",
    "sign_link",
    "together",
    "weigh_opinions",
    "withdraw_opinion",
    "withdraw_signature",
]
