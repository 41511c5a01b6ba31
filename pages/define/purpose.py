"""The step `purpose`: only its title stands yet."""

import streamlit as st

import kpi_tree as kt

st.title(kt.say("frame.purpose"), anchor=False)
