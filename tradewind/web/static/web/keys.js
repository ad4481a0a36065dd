// The keyboard: j/k move, o or Enter opens, / searches, i imports, t c r go, ? shows the keys.
"use strict";
(() => {
  const places = { i: "/imports", t: "/", c: "/customers", r: "/retention" };
  const dialog = document.getElementById("keys");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const link = (row) => row.querySelector("a.name");

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
    link(next)?.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function search() {
    const box = document.getElementById("q");
    if (box) box.focus();
    else location.assign("/customers#q");
  }

  function typing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || dialog?.open) return;
    const acts = {
      j: () => move(1),
      k: () => move(-1),
      o: () => document.activeElement.closest("[data-row]") && document.activeElement.click(),
      "/": search,
      "?": () => dialog?.showModal(),
    };
    const act = acts[event.key] ?? (dialog && places[event.key] && (() => location.assign(places[event.key])));
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) dialog?.showModal();
    for (const menu of document.querySelectorAll("details.person[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  if (location.hash === "#q") document.getElementById("q")?.focus();
})();
