"""Where do we begin: with a plan of ours, an example, a blank sheet, a file?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import beginnings, session
from pages.parts.plan_cards import shelf

beginnings.waiting()
try:
    plans = session.workspace().plans()
except kt.EnlaceError as error:
    st.title(kt.say("frame.start"), anchor=False)
    st.error(session.worded(error), icon=":material/error:")
    st.stop()

if plans:
    st.title(kt.say("start.our_plans"), anchor=False)
    session.ask_name()
    shelf(plans)
    st.header(kt.say("start.another"), anchor=False)
else:
    st.title(kt.say("start.question"), anchor=False)
    st.markdown(kt.say("start.lead"))
    beginnings.example()
    st.header(kt.say("start.otherwise"), anchor=False)

blank, trees, file = st.tabs(
    [kt.say("start.way_blank"), kt.say("start.way_tree"), kt.say("start.way_file")],
    key="start.way",
)
with blank:
    beginnings.blank()
with trees:
    beginnings.worked_trees()
with file:
    beginnings.from_file()
