// What only the browser can do: say which language the document is in, and keep cookies.

const told = new Map();

export default function frame({ data }) {
  document.documentElement.lang = data.language;
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
  }).catch(() => undefined);
  if (answer?.status !== 204) {
    const year = 365 * 24 * 3600;
    document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${year}; SameSite=Lax`;
  }
}
