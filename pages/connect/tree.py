"""What moves what: which metrics stand between what we do and what the business gets?"""

from collections.abc import Callable
from functools import partial

import streamlit as st

import kpi_tree as kt
from pages.parts import scenario_choice, session, tree_looking, tree_place
from pages.parts.findings_panel import findings_panel
from pages.parts.link_adding import link_adding
from pages.parts.link_panel import link_panel
from pages.parts.link_ways import from_table
from pages.parts.metric_panel import metric_panel
from pages.parts.metric_search import metric_search
from pages.parts.picture_download import picture_download
from pages.parts.sheets import LINKS, METRICS
from pages.parts.text import shown
from pages.parts.tree_editor import tree_editor
from pages.parts.tree_editor.held import held
from pages.parts.tree_editor.standing_places import seen
from pages.parts.tree_tables import table

st.title(kt.say("frame.tree"), anchor=False, help=shown(kt.library.term("tree").text))
opened = session.open_plan()
if not session.may("edit"):
    tree_looking.looking(opened, scenario_choice.chosen(opened))
    st.stop()
st.markdown(kt.say("tree.question" if opened.plan.metrics else "tree.begin"))

scenario = scenario_choice.chosen(opened)
tree_editor(scenario=scenario.id if scenario else None)
if opened.plan.metrics:
    picture_download(opened, scenario, places=partial(seen, held=held(opened.id)))
    chosen = tree_place.chosen(opened.plan)
    with st.container(border=True, key="tree.beside"):
        if chosen:
            st.button(
                kt.say("tree.close"),
                key="tree.close",
                type="tertiary",
                icon=":material/arrow_back:",
                on_click=tree_place.choose,
                args=(None,),
            )
        if chosen is None:
            findings_panel(opened)
        elif chosen.kind == "metric":
            metric_panel(opened, opened.plan.metric[chosen.id])
        else:
            link_panel(opened, next(link for link in opened.plan.links if link.id == chosen.id))

PARTS: dict[str, tuple[str, str, Callable[[session.Opened], None]]] = {
    tree_place.METRICS: (":material/table_rows:", "tree.metrics_tab", partial(table, METRICS)),
    tree_place.LINKS: (":material/link:", "tree.links_tab", partial(table, LINKS)),
    tree_place.NEW_METRIC: (":material/add:", "tree.new_metric", metric_search),
    tree_place.NEW_LINK: (":material/add_link:", "tree.new_link", link_adding),
}
if tree_place.BELOW not in st.session_state:
    tree_place.open_below(tree_place.METRICS if opened.plan.metrics else tree_place.NEW_METRIC)
part = st.segmented_control(
    kt.say("tree.below"),
    list(PARTS),
    format_func=lambda name: f"{PARTS[name][0]} {kt.say(PARTS[name][1])}",
    key=tree_place.BELOW,
    required=True,
    label_visibility="collapsed",
)
PARTS[part or tree_place.METRICS][2](opened)
if part == tree_place.LINKS:
    from_table(opened)
