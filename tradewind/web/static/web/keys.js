// The keyboard: j/k move, o or Enter opens, e s u d x act on the row, n adds, / searches, ⌘K goes anywhere, ? shows the keys.
"use strict";
(() => {
  const places = { i: "/imports", t: "/", c: "/customers", r: "/retention", m: "/messages", n: "/customers/add" };
  const dialog = document.getElementById("keys");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const link = (row) => row.querySelector("a.name");
  const rowOf = (element) => element?.closest?.("[data-row]");
  let place = 0; // of the row that was acted on last, for when it is gone

  function focusRow(index) {
    const all = rows();
    if (!all.length) return;
    const next = all[Math.min(Math.max(index, 0), all.length - 1)];
    link(next)?.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    focusRow(rows().findIndex((row) => row.contains(document.activeElement)) + step);
  }

  function act(key) {
    const mine = rowOf(document.activeElement) ?? (rows().length ? null : document); // a page about one buyer
    mine?.querySelector(`[data-key="${key}"]`)?.click();
  }

  function search() {
    const box = document.getElementById("q");
    if (box) box.focus();
    else location.assign("/customers#q");
  }

  function typing(target) {
    return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "checkbox");
  }

  function close(slot) {
    const row = rowOf(slot);
    slot.replaceChildren();
    if (row) link(row)?.focus();
  }

  document.addEventListener("keydown", (event) => {
    const slot = event.target.closest?.(".slot");
    if (event.key === "Escape" && slot) return close(slot);
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const acts = {
      j: () => move(1),
      k: () => move(-1),
      o: () => rowOf(document.activeElement) && link(rowOf(document.activeElement))?.click(),
      e: () => act("e"),
      s: () => act("s"),
      w: () => act("w"),
      x: () => act("x"),
      u: () => act("u"),
      d: () => act("d"),
      "/": search,
      "?": () => dialog?.showModal(),
    };
    const chosen = acts[event.key] ?? (dialog && places[event.key] && (() => location.assign(places[event.key])));
    if (!chosen) return;
    event.preventDefault();
    chosen();
  });

  // A row that was acted on goes; the focus stays at its place in the list.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.target;
    if (row?.matches?.("[data-row]")) place = rows().indexOf(row);
    else if (row?.matches?.(".slot")) for (const other of document.querySelectorAll(".slot")) if (other !== row) other.replaceChildren();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.requestConfig?.verb === "post" && !rowOf(document.activeElement)) focusRow(place);
    fade();
  });

  // What went well is told for eight seconds, longer while it is looked at.
  let fading;
  function fade() {
    clearTimeout(fading);
    const told = document.querySelector("#said .said:not(.loud)");
    if (!told) return;
    fading = setTimeout(() => (told.matches(":hover, :focus-within") ? fade() : told.remove()), 8000);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) dialog?.showModal();
    for (const menu of document.querySelectorAll("details.person[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  if (location.hash === "#q") document.getElementById("q")?.focus();
  fade();
})();
