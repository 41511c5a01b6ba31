"""What has been measured so far, month by month?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.measured_import import pasting, uploading
from pages.parts.measured_series import measured_series
from pages.parts.measured_table import figures_table

WAYS = {
    "paste": ("measured.way_paste", pasting),
    "upload": ("measured.way_upload", uploading),
    "table": ("measured.way_table", figures_table),
}

st.title(kt.say("frame.measured"), anchor=False)
opened = session.open_plan()
session.guard(opened.plan.metrics, sentence=kt.say("measured.no_metrics"), step="tree")
st.markdown(kt.say("measured.question"))
with st.container(border=True):
    way = st.segmented_control(
        kt.say("measured.way"),
        list(WAYS),
        default="paste",
        format_func=lambda name: kt.say(WAYS[name][0]),
        key="measured.way",
        required=True,
    )
    WAYS[way or "paste"][1](opened)
measured_series(opened)
if opened.plan.observations:
    session.link("scenarios", label=kt.say("measured.next"))
