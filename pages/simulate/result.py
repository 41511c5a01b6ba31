"""How likely are we to get what we ask for, and what does it hang on?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import scenario_choice, session
from pages.parts.comparison import comparison
from pages.parts.founded import founded
from pages.parts.missing_list import missing_list
from pages.parts.result_board import result
from pages.parts.text import shown

st.title(kt.say("frame.result"), anchor=False, help=shown(kt.library.term("odds").text))
opened = session.open_plan()
session.guard(opened.plan.metrics, sentence=kt.say("result.nothing_known"), step="tree")

st.markdown(kt.say("result.question"))
scenario = scenario_choice.chosen(opened)
if scenario is None:
    session.hint(kt.say("result.no_scenario"), step="scenarios")
if not opened.plan.goals:
    session.hint(kt.say("result.no_goals"), step="goals")
result(opened, scenario)
founded(opened, scenario)
comparison(opened)
missing_list(opened.plan)
