"""Comments and proposals, on both databases."""

from __future__ import annotations

import pytest

from kpi_tree.errors import BadArgument, EditRefused, NotAllowed
from kpi_tree.plan.edits import clear_target, remove_metric, set_cost, set_target
from kpi_tree.plan.model import Target
from kpi_tree.workspace import Subject
from tests.store.plans import little

AIM = (Target(metric="a", value=5), Target(metric="b", change=2))


def refused(code: str, kind: type[Exception] = EditRefused):
    """Expect a refusal with this code, worded in whole."""
    return pytest.raises(kind, check=lambda error: error.problem.code == code and bool(str(error)))


def test_a_thread_is_begun_answered_settled_and_taken_up_again(host) -> None:
    plan_id = host.plan_id
    guest = host.admitted("comment")
    thread = guest.talk.comment(plan_id, Subject("metric", "a"), " ¿De dónde sale? ")
    host.clock.wait(minutes=1)
    answered = host.owner.talk.reply(plan_id, thread.id, "Del informe.")
    said = [(remark.author, remark.text, remark.mine) for remark in answered.remarks]
    assert said == [("Luis", "¿De dónde sale?", False), ("Olga", "Del informe.", True)]
    assert guest.talk.resolve(plan_id, thread.id).resolved_by == "Luis"
    assert guest.talk.threads(plan_id, resolved=False) == []
    assert guest.talk.reopen(plan_id, thread.id).open


def test_an_answer_takes_a_settled_matter_up_again(host) -> None:
    thread = host.owner.talk.comment(host.plan_id, Subject(), "¿Sí?")
    host.owner.talk.resolve(host.plan_id, thread.id)
    assert host.owner.talk.reply(host.plan_id, thread.id, "No del todo").open


def test_a_comment_that_is_sent_again_is_said_once(host) -> None:
    talk, plan_id = host.owner.talk, host.plan_id
    first = talk.comment(plan_id, Subject(), "Hola", command="c1")
    assert talk.comment(plan_id, Subject(), "Hola", command="c1") == first
    talk.reply(plan_id, first.id, "Sí", command="c2")
    assert len(talk.reply(plan_id, first.id, "Sí", command="c2").remarks) == 2


def test_open_threads_are_counted_by_what_they_are_about(host) -> None:
    talk = host.owner.talk
    for about in (Subject("metric", "a"), Subject("metric", "a"), Subject("scenario", "s")):
        talk.comment(host.plan_id, about, "Mmm")
    talk.resolve(host.plan_id, talk.threads(host.plan_id, about=Subject("scenario", "s"))[0].id)
    assert talk.counts(host.plan_id) == {Subject("metric", "a"): 2}


def test_a_comment_reaches_whom_it_addresses(host) -> None:
    guest = host.admitted("comment", "Ana López")
    host.admitted("comment", "Ana")
    thread = host.owner.talk.comment(host.plan_id, Subject(), "@ana lópez, ¿lo miras?")
    assert thread.first.mentions == ("Ana López",)
    assert guest.talk.mentions(host.plan_id)[0].id == thread.id
    assert host.owner.talk.mentions(host.plan_id) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("  ", "text_missing"), ("x" * 2001, "text_too_long"), ("a\x00b", "control_character")],
)
def test_words_that_cannot_be_kept_are_refused(host, text, code) -> None:
    with refused(code):
        host.owner.talk.comment(host.plan_id, Subject(), text)


def test_what_is_not_in_the_plan_cannot_be_commented_on(host) -> None:
    with refused("subject_unknown"):
        host.owner.talk.comment(host.plan_id, Subject("goal", "nothing"), "¿?")
    with refused("choice_unknown", BadArgument):
        host.owner.talk.comment(host.plan_id, Subject("people", "x"), "¿?")


def test_comments_outlive_what_they_are_about(host) -> None:
    host.owner.talk.comment(host.plan_id, Subject("metric", "a"), "Importante")
    host.owner.edit(host.plan_id, remove_metric, "a")
    assert host.owner.talk.threads(host.plan_id)[0].about == Subject("metric", "a")


def test_one_takes_back_one_s_own_words_and_the_owner_anybody_s(host) -> None:
    one, other = host.admitted("comment", "Luis"), host.admitted("comment", "Eva")
    thread = one.talk.comment(host.plan_id, Subject(), "Ups")
    with refused("role_too_small", NotAllowed):
        other.talk.withdraw(host.plan_id, thread.first.id)
    one.talk.withdraw(host.plan_id, thread.first.id)
    second = other.talk.comment(host.plan_id, Subject(), "Fuera de tono")
    host.owner.talk.withdraw(host.plan_id, second.first.id)
    assert host.owner.talk.threads(host.plan_id) == []


def test_a_thread_of_another_plan_is_not_there(host) -> None:
    other = host.owner.create(little()).plan_id
    thread = host.owner.talk.comment(other, Subject(), "Hola")
    with refused("no_such_thread", BadArgument):
        host.owner.talk.reply(host.plan_id, thread.id, "¿?")
    with refused("command_used", BadArgument):
        host.owner.talk.comment(other, Subject(), "x", command="c")
        host.owner.talk.comment(host.plan_id, Subject(), "x", command="c")


# --- proposals --------------------------------------------------------------------------------


def test_what_a_viewer_tried_out_becomes_a_scenario_with_the_costs_it_began_from(host) -> None:
    plan_id = host.plan_id
    host.owner.edit(plan_id, set_cost, "s", metric="a", fixed=100)
    viewer = host.admitted("view")
    proposal = viewer.talk.propose(plan_id, name="S", targets=AIM, scenario="s", words="Más")
    plan = host.owner.talk.take_over(plan_id, proposal.id, answer="¡Gracias!").plan
    made = plan.scenarios[-1]
    assert (made.name, made.targets, made.costs[0].fixed) == ("S (2)", AIM, 100)
    (found,) = viewer.talk.proposals(plan_id)
    assert (found.state, found.made, found.answer) == ("taken", made.id, "¡Gracias!")
    assert (found.settled_by, found.mine) == ("Olga", True)


def test_a_proposal_goes_into_the_scenario_from_which_it_began(host) -> None:
    host.owner.edit(host.plan_id, set_target, "s", metric="c", value=1)
    viewer = host.admitted("view")
    proposal = viewer.talk.propose(host.plan_id, name="S", targets=AIM, scenario="s")
    plan = host.owner.talk.take_over(host.plan_id, proposal.id, into="same").plan
    assert [target.metric for target in plan.scenario["s"].targets] == ["c", "a", "b"]
    assert len(plan.scenarios) == 1


def test_a_proposal_is_settled_once(host) -> None:
    talk, plan_id = host.owner.talk, host.plan_id
    proposal = talk.propose(plan_id, name="X", targets=AIM)
    first = talk.take_over(plan_id, proposal.id, command="c1")
    assert talk.take_over(plan_id, proposal.id, command="c1") == first
    with refused("proposal_settled"):
        talk.take_over(plan_id, proposal.id)
    with refused("proposal_settled"):
        talk.decline(plan_id, proposal.id)
    assert host.owner.read(plan_id).version == 2


def test_a_proposal_that_is_there_already_is_taken_over_without_an_edit(host) -> None:
    talk, owner = host.owner.talk, host.owner
    for target in ({"metric": "a", "value": 5}, {"metric": "b", "change": 2}):
        owner.edit(host.plan_id, set_target, "s", **target)
    proposal = talk.propose(host.plan_id, name="S", targets=AIM, scenario="s")
    assert talk.take_over(host.plan_id, proposal.id, into="same").version == 3
    assert talk.proposals(host.plan_id)[0].state == "taken"


def test_a_proposal_that_is_declined_says_why(host) -> None:
    viewer = host.admitted("view")
    proposal = viewer.talk.propose(host.plan_id, name="X", targets=AIM, command="c")
    assert viewer.talk.propose(host.plan_id, name="X", targets=AIM, command="c") == proposal
    host.owner.talk.decline(host.plan_id, proposal.id, answer="Muy caro")
    (found,) = viewer.talk.proposals(host.plan_id, state="declined")
    assert found.answer == "Muy caro"


def test_a_proposal_of_nothing_or_for_what_is_not_there_is_refused(host) -> None:
    with refused("proposal_empty"):
        host.owner.talk.propose(host.plan_id, name="X", targets=())
    with pytest.raises(EditRefused):
        host.owner.talk.propose(host.plan_id, name="X", targets=(Target(metric="zzz", value=1),))


def test_a_proposal_whose_metric_is_gone_cannot_be_taken_over_and_stays_open(host) -> None:
    proposal = host.owner.talk.propose(host.plan_id, name="X", targets=AIM)
    host.owner.edit(host.plan_id, clear_target, "s", metric="a")
    host.owner.edit(host.plan_id, remove_metric, "a")
    with pytest.raises(EditRefused):
        host.owner.talk.take_over(host.plan_id, proposal.id)
    assert host.owner.talk.proposals(host.plan_id, state="open")
