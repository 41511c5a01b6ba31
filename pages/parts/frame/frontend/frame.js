// What only the browser can do: say which language the document is in, keep cookies, and mend
// what Streamlit makes of addresses.

const told = new Map();
const NAVIGATION = '[data-testid="stSidebarNavLink"]';
// Streamlit's own words, which it has in English alone.
const NO_SUCH_PAGE = "Page not found";
const AWAY = "Connection error";
let away = {};
let kept = {};
// Streamlit shows where the keyboard is in a link by a breath of grey alone.
const ring = new CSSStyleSheet();
ring.replaceSync(`
  a[href]:focus-visible { outline: 2px solid #1f838c !important; outline-offset: 1px; }
  [data-testid="stMain"]:focus-visible { outline: 2px solid #1f838c !important; outline-offset: -3px; }
  /* What was written over at the same time: in sight wherever one is on the page. */
  [data-testid="stLayoutWrapper"]:has(> .st-key-enlace-crossed) {
    position: fixed; z-index: 999990; inset: auto 1rem 1rem auto; overflow-y: auto;
    width: min(30rem, calc(100vw - 2rem)); max-height: 70vh;
  }
  .st-key-enlace-crossed [data-testid="stLayoutWrapper"]:has(> [class*="st-key-enlace-crossed-"]) {
    border-radius: 10px; box-shadow: 0 4px 16px rgb(0 0 0 / 25%);
    background: #fbfaf7; background: light-dark(#fbfaf7, #1f262f);
  }
  /* A plan as it was: the bar that says so stays in sight; on a phone, an edge around the page. */
  [data-testid="stLayoutWrapper"]:has(> .st-key-enlace-past) {
    z-index: 99; border-radius: 10px;
    background: #f6ead9; background: light-dark(#f6ead9, #33291c);
  }
  [data-testid="stMain"]:has(.st-key-enlace-past) { box-shadow: inset 0 0 0 4px #b26206; }
  @media (min-width: 640px) {
    :root:has(.st-key-enlace-past) { --enlace-above: 7.25rem; }
    [data-testid="stLayoutWrapper"]:has(> .st-key-enlace-past) { position: sticky; top: 3.75rem; }
  }
  /* What Streamlit drew is its own to change: its words are covered, not replaced. */
  [data-enlace-away] > h2 + div > * { display: none !important; }
  [data-enlace-away] > h2 + div::before { content: attr(data-words); }
  [data-testid="stBaseButton-tertiary"] :is(div, p, span) { justify-content: start; text-align: start; }
  @media print {
    [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stDownloadButton"],
    [data-testid="stButton"], [data-testid="stButtonGroup"], [data-testid="stPopover"]
      { display: none !important; }
  }
`);
document.adoptedStyleSheets.push(ring);
for (const touched of ["pointerover", "pointerdown", "focusin"]) {
  document.addEventListener(touched, ({ target }) => keepPlan(target.closest?.(NAVIGATION)), true);
}

// Streamlit tells in English alone that the server is away, in a window above everything.
new MutationObserver(() => {
  for (const title of document.querySelectorAll('[role="dialog"] > h2')) {
    if (title.textContent !== AWAY || !away.title) continue;
    title.firstChild.data = away.title;
    title.nextElementSibling?.setAttribute("data-words", away.text);
    title.parentElement.setAttribute("data-enlace-away", "");
  }
}).observe(document.body, { childList: true });

export default function frame({ data }) {
  document.documentElement.lang = data.language;
  kept = data.address;
  away = data.away;
  takeBack(data.page);
  for (const [name, value] of Object.entries(data.keep)) {
    if (told.get(name) !== value) {
      told.set(name, value);
      void keep(name, value);
    }
  }
}

// The server sets a cookie that no script can read. Where Enlace runs without its own server
// (`streamlit run app.py`), the page sets a plain one.
async function keep(name, value) {
  const answer = await fetch(new URL("keep", document.baseURI), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name, value }),
    keepalive: true, // also where the page is left at once
  }).catch(() => undefined);
  if (answer?.status !== 204) {
    const year = 365 * 24 * 3600;
    document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${year}; SameSite=Lax`;
  }
}

// A step of the navigation that is opened in another tab stays with the plan and the language.
function keepPlan(link) {
  if (!link?.href) return;
  const address = new URL(link.href);
  address.search = new URLSearchParams(kept);
  link.href = address;
}

// A server started by `streamlit run app.py` learns which pages there are from its first visitor,
// and tells whoever came by a deep link that the page, which stands behind the message, is none.
function takeBack(page) {
  if (location.pathname.split("/").pop() !== page) return;
  for (const dialog of document.querySelectorAll('[role="dialog"]')) {
    if (dialog.textContent.startsWith(NO_SUCH_PAGE)) dialog.querySelector("button")?.click();
  }
}
