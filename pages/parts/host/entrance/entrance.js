// A link's token stands behind the "#", which no browser sends. It is taken out of the address
// before anything else happens, posted once, and forgotten.
(() => {
  "use strict";
  const part = (name) => document.getElementById(name);

  const refuse = (words) => {
    part("opening").hidden = true;
    part("refusal").textContent = words || part("refusal").dataset.failed;
    part("refusal").hidden = false;
    part("by-code").hidden = false;
  };

  const post = (note) =>
    fetch("enter", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(note),
      credentials: "same-origin",
    });

  const come = async (note) => {
    const answer = await post(note);
    const told = await answer.json();
    if (!answer.ok) {
      return [false, told];
    }
    // The answer brought a new cookie; who comes is in once the browser has brought it back.
    const arrived = await post({ arrived: true });
    return [arrived.ok, arrived.ok ? told : await arrived.json()];
  };

  // Two windows that open links at once would each be given a cookie, and one of the two be lost.
  const inTurn = (act) =>
    navigator.locks ? navigator.locks.request("enlace-entrance", act) : act();

  const enter = async (note) => {
    part("refusal").hidden = true;
    part("opening").hidden = false;
    try {
      const [inside, told] = await inTurn(() => come(note));
      if (!inside) {
        refuse(told.sentence);
        return;
      }
      window.location.replace(`./result?plan=${encodeURIComponent(told.plan)}`);
    } catch {
      refuse("");
    }
  };

  part("by-code").addEventListener("submit", (event) => {
    event.preventDefault();
    enter({ code: part("code").value });
  });

  // A link that was cut on its way may end amid a sign; it opens nothing, and that is said.
  const decoded = (written) => {
    try {
      return decodeURIComponent(written);
    } catch {
      return written;
    }
  };

  const begin = () => {
    const token = decoded(window.location.hash.slice(1));
    window.history.replaceState(null, "", window.location.pathname);
    if (token) {
      enter({ token });
    } else {
      part("by-code").hidden = false;
      part("code").focus();
    }
  };

  // A link that is pasted here does not load the page anew.
  window.addEventListener("hashchange", begin);
  begin();
})();
