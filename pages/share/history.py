"""How did the plan come to be, and may we have an earlier one back?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import earlier, removal, session

st.title(kt.say("frame.history"), anchor=False)
opened = session.open_plan()
earlier.versions(opened)
removal.removal(opened)
