"""Which business result do we want, how much of it, by when, and who answers for it?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import session, standing
from pages.parts.goal_cards import goal_cards, new_goal
from pages.parts.text import shown

st.title(kt.say("frame.goals"), anchor=False, help=shown(kt.library.term("goal").text))
opened = session.open_plan()
st.markdown(kt.say("goals.question"))
standing.worked_out(opened)
goal_cards(opened)
if session.may("edit"):
    new_goal(opened)
elif not opened.plan.goals:
    st.markdown(kt.say("goals.none_yet"))
if opened.plan.goals:
    session.link("tree", label=kt.say("goals.next"))
