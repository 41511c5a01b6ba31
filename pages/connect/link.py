"""Who believes in this link, on what evidence, how strong is it, and how soon does it show?"""

import streamlit as st

import kpi_tree as kt
from pages.parts import link_place, scenario_choice, session
from pages.parts.link_card import link_card

st.title(kt.say("frame.link"), anchor=False, help=kt.library.term("link").text)
opened = session.open_plan()
session.guard(opened.plan.links, sentence=kt.say("card.no_links"), step="tree")

st.markdown(kt.say("card.question"))
link = link_place.chosen(opened.plan)
scenario = scenario_choice.chosen(opened)
link_card(opened, link, scenario)
