"""Long work: shared, in line, called off when nobody waits."""

from __future__ import annotations

from threading import Event

import pytest

import kpi_tree as kt
from pages.parts.long_work import Bench


def test_two_who_ask_alike_share_one_work() -> None:
    bench = Bench(1)
    made = []
    for visit in ("ana", "ben"):
        bench.ask(("why", 1), lambda _: made.append(1), visit=visit)
    bench.rest()
    assert len(made) == 1


def test_work_that_nobody_waits_for_is_called_off() -> None:
    bench = Bench(1)
    asked, left = Event(), Event()

    def endless(progress):
        asked.set()
        left.wait(10)
        if not progress(0.5):
            raise kt.Stopped

    work = bench.ask(("why", 1), endless, visit="ana")
    asked.wait(10)
    bench.leave("ana")
    left.set()
    work.done.wait(10)
    assert isinstance(work.error, kt.Stopped)


def test_who_leaves_does_not_end_what_another_waits_for() -> None:
    bench = Bench(1)
    asked, left = Event(), Event()

    def long(progress):
        asked.set()
        left.wait(10)
        return progress(0.5)

    work = bench.ask(("why", 1), long, visit="ana")
    bench.ask(("why", 1), long, visit="ben")
    asked.wait(10)
    bench.leave("ana")
    left.set()
    work.done.wait(10)
    assert work.result is True


def test_another_question_at_the_same_place_gives_the_first_one_up() -> None:
    bench = Bench(1)
    first = bench.ask(("why", 1), lambda _: 1, visit="ana")
    bench.leave("ana", slot="why", but=("why", 2))
    bench.leave("ana", slot="cheapest")
    assert not first.wanted()


def test_whoever_waits_is_told_how_many_come_first() -> None:
    bench = Bench(1)
    free = Event()
    bench.ask(("why", 1), lambda _: free.wait(10), visit="ana")
    bench.ask(("why", 2), lambda _: 2, visit="ben")
    last = bench.ask(("why", 3), lambda _: 3, visit="cleo")
    ahead = bench.ahead(last)
    free.set()
    bench.rest()
    assert ahead in {1, 2}


def test_work_that_was_called_off_begins_anew_when_it_is_asked_for() -> None:
    bench = Bench(1)
    work = bench.ask(("why", 1), lambda _: 1, visit="ana")
    work.done.wait(10)
    work.error = kt.Stopped()
    again = bench.ask(("why", 1), lambda _: 2, visit="ana")
    again.done.wait(10)
    assert again.result == 2


def test_only_so_many_answers_are_kept() -> None:
    bench = Bench(1, kept=3)
    for number in range(6):
        bench.ask(("why", number), lambda _: 1, visit="ana").done.wait(10)
    assert [number for number in range(6) if bench.found(("why", number))] == [3, 4, 5]


def test_a_defect_is_raised_where_the_answer_is_read() -> None:
    bench = Bench(1)
    work = bench.ask(("why", 1), lambda _: {}["nowhere"], visit="ana")
    work.done.wait(10)
    with pytest.raises(KeyError):
        raise work.bug or AssertionError
