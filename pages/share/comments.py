"""What do others say about the plan, and what do they propose?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import comments, proposals, session

st.title(kt.say("frame.comments"), anchor=False)
opened = session.open_plan()
proposals.board(opened)
comments.board(opened)
