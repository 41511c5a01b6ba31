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

  const enter = async (note) => {
    part("refusal").hidden = true;
    part("opening").hidden = false;
    try {
      const answer = await fetch("enter", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(note),
        credentials: "same-origin",
      });
      const told = await answer.json();
      if (!answer.ok) {
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

  const begin = () => {
    const token = decodeURIComponent(window.location.hash.slice(1));
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
