"""The step `measured`: only its title stands yet."""

import streamlit as st

import kpi_tree as kt

st.title(kt.say("frame.measured"), anchor=False)
