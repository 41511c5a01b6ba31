"""What have our networks been good for so far, and what do we ask of them from now on?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import session, so_far
from pages.parts.ask_text import ask_text
from pages.parts.self_assessment import self_assessment

st.title(kt.say("frame.purpose"), anchor=False)
opened = session.open_plan()
st.markdown(kt.say("purpose.question"))

st.header(kt.say("purpose.so_far"), anchor=False)
spent, part = st.columns(2, gap="medium")
with spent, st.container(border=True, height="stretch"):
    so_far.costs(opened.plan)
with part, st.container(border=True, height="stretch"):
    so_far.share(opened.plan)
with st.container(border=True):
    so_far.brought(opened.plan)

st.header(kt.say("purpose.from_now"), anchor=False)
ask_text(opened)

st.header(kt.say("purpose.where_we_stand"), anchor=False)
st.markdown(kt.say("purpose.where_we_stand_lead"))
self_assessment()

session.link("goals", label=kt.say("purpose.next"))
