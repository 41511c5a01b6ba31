"""The frame: page config, the reader's language, the sections; then the page that was asked for.

`streamlit run app.py` runs this plainly, as on a free cloud host. `make run` serves it through
`pages/parts/server.py`, which adds the strict headers.
"""

import streamlit as st

import kpi_tree as kt
from pages.parts import crossed, frame, lessened, looking_back, reader, session, taking_back
from pages.parts.steps import pages

reader.speak()
st.set_page_config(
    page_title=kt.say("frame.title"),
    page_icon="static/mark.svg",
    layout="wide",
    initial_sidebar_state="auto",
    menu_items={"Get help": None, "Report a bug": None, "About": kt.say("frame.about")},
)
st.logo("static/enlace.svg", icon_image="static/mark.svg", size="large")
page = st.navigation(pages(editing=session.plan_id() is None or session.may("edit")), expanded=True)
frame.sidebar(page.url_path)
frame.vanishing()
lessened.tell()
looking_back.bar()
crossed.tell()
session.refusal()
page.run()
crossed.drawn()
taking_back.freshen()
