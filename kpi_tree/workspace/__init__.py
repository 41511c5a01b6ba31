"""The workspace: a team's plans. Open it, read a plan, edit it, take an edit back.

    with Workspace.open("plans.db") as workspace:
        begun = workspace.create(plan, by="Ana")
        after = workspace.edit(
            begun.plan_id, set_target, "more", metric="reviews", value=150, by="Ana"
        )
        workspace.undo(begun.plan_id, by="Ana")

A hosted one is closed: whoever comes has the rights of the links by which they came.

    hosted = Workspace.open("postgresql://…", closed=True)
    hers = hosted.admitted(Visitor(token=cookie, name="Ana"))
    hers.sharing.enter(token_of_a_link)

Everything here may be called from several threads at once.
"""

from kpi_tree.store import Entry, Summary, Version
from kpi_tree.store.hub import Change
from kpi_tree.store.inviting import Invitation
from kpi_tree.store.naming import NamedVersion
from kpi_tree.store.people import Participant
from kpi_tree.store.talking import Remark, ScenarioProposal, Subject, Thread
from kpi_tree.workspace.crossing import Crossing
from kpi_tree.workspace.plans import Workspace
from kpi_tree.workspace.seat import House, Visitor, new_token
from kpi_tree.workspace.sharing import Admission, Sharing
from kpi_tree.workspace.talk import Talk
from kpi_tree.workspace.timeline import Erased, Told
from kpi_tree.workspace.tries import Tries

__all__ = [
    "Admission",
    "Change",
    "Crossing",
    "Entry",
    "Erased",
    "House",
    "Invitation",
    "NamedVersion",
    "Participant",
    "Remark",
    "ScenarioProposal",
    "Sharing",
    "Subject",
    "Summary",
    "Talk",
    "Thread",
    "Told",
    "Tries",
    "Version",
    "Visitor",
    "Workspace",
    "new_token",
]
