"""Whom do we let in, and what may they do?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import invitations, participants, session

st.title(kt.say("frame.room"), anchor=False)
opened = session.open_plan()
if not session.workspace().closed:
    invitations.alone()
    st.stop()

participants.myself(opened)
if session.may("share"):
    invitations.board(opened)
participants.everybody(opened)
