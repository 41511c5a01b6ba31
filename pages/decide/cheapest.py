"""Which few targets reach the goals as surely as we want, and at the least cost?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, lever_bounds, session
from pages.parts.cheapest_board import board
from pages.parts.cheapest_question import judgeable

st.title(kt.say("frame.cheapest"), anchor=False)
opened = session.open_plan()
session.guard(opened.plan.metrics, sentence=kt.say("cheapest.no_metrics"), step="tree")
session.guard(judgeable(opened.plan), sentence=kt.say("cheapest.no_goals"), step="goals")
levers = lever_bounds.movable(opened.plan)
session.guard(levers, sentence=kt.say("cheapest.no_levers"), step="tree")

st.markdown(kt.say("cheapest.question"))
try:
    board(opened)
except kt.EnlaceError as error:
    forecasts.refused(error)
