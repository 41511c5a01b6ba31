"""What do we assume, how sure is it, who stands behind it, and how much hangs on it?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, scenario_choice, session
from pages.parts.register_table import register_table

st.title(kt.say("frame.register"), anchor=False)
opened = session.open_plan()
session.guard(opened.plan.metrics, sentence=kt.say("register.no_metrics"), step="tree")

st.markdown(kt.say("register.question"))
scenario = scenario_choice.chosen(opened)
try:
    register_table(opened, scenario)
except kt.EnlaceError as error:
    forecasts.refused(error)
