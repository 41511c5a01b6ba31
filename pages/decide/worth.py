"""What is every social metric, lever, hour and euro good for, and where is value not looked for?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, scenario_choice, session
from pages.parts.coverage_grid import coverage_grid
from pages.parts.worth_board import board

st.title(kt.say("frame.worth"), anchor=False, help=kt.library.term("unlinked").text)
opened = session.open_plan()
session.guard(opened.plan.metrics, sentence=kt.say("worth.no_metrics"), step="tree")

st.markdown(kt.say("worth.question"))
scenario = scenario_choice.chosen(opened)
try:
    board(opened, scenario)
except kt.EnlaceError as error:
    forecasts.refused(error)
coverage_grid(opened)
