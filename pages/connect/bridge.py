"""Which of the things that we do on our networks lead to what the business wants?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.bridge import PlanView, bridge
from pages.parts.text import shown
from pages.parts.unlinked import standing_apart, summary

st.title(kt.say("frame.bridge"), anchor=False, help=shown(kt.library.term("bridge").text))
opened = session.open_plan()
session.guard(opened.plan.metrics, sentence=kt.say("bridge.no_metrics"), step="tree")
st.markdown(kt.say("bridge.question"))
summary(opened.plan)
bridge(PlanView(opened.plan), key="bridge.picture")
standing_apart(opened.plan)
