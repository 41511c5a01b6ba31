"""Why would the goal move, what does the doubt hang on, and what should be learned first?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, scenario_choice, session
from pages.parts.missing_list import missing_list
from pages.parts.why_board import board, goal_choice

st.title(kt.say("frame.why"), anchor=False)
opened = session.open_plan()
session.guard(opened.plan.metrics, sentence=kt.say("why.no_metrics"), step="tree")
session.guard(opened.plan.goals, sentence=kt.say("why.no_goals"), step="goals")
session.guard(opened.plan.scenarios, sentence=kt.say("why.no_scenarios"), step="scenarios")

st.markdown(kt.say("why.question"))
scenario = scenario_choice.chosen(opened)
goal = goal_choice(opened.plan)
session.guard(scenario and scenario.targets, sentence=kt.say("why.no_targets"), step="scenarios")
try:
    board(opened, goal, scenario)
except kt.EnlaceError as error:
    forecasts.refused(error)
missing_list(opened.plan)
