"""What could we do, from when to when, and at what cost?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import scenario_choice, scenario_list, session
from pages.parts.scenario_board import board

st.title(kt.say("frame.scenarios"), anchor=False)
opened = session.open_plan()
session.guard(opened.plan.metrics, sentence=kt.say("scenarios.no_metrics"), step="tree")

st.markdown(kt.say("scenarios.question"))
scenario = scenario_choice.chosen(opened)
if scenario:
    scenario_list.actions(opened, scenario)
    board(scenario.id, st.empty())
    session.link("result", label=kt.say("scenarios.to_result"))
else:
    scenario_list.first(opened)
