"""What could we do, from when to when, and at what cost?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import scenario_choice, scenario_list, scenario_trial, session
from pages.parts.scenario_board import board

st.title(kt.say("frame.scenarios"), anchor=False)
opened = session.open_plan()
session.guard(opened.plan.metrics, sentence=kt.say("scenarios.no_metrics"), step="tree")

editing = session.may("edit")
st.markdown(kt.say("scenarios.question" if editing else "looking.scenarios"))
scenario = scenario_choice.chosen(opened)
if scenario and editing:
    scenario_list.actions(opened, scenario)
    board(scenario.id)
elif scenario:
    scenario_trial.board(scenario.id)
elif editing:
    scenario_list.first(opened)
else:
    scenario_trial.none_yet(opened)
if scenario:
    session.link("result", label=kt.say("scenarios.to_result"))
