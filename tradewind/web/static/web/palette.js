// ⌘K or Ctrl-K: a combobox in a dialog; the server finds, arrows choose, Enter goes, Escape closes.
"use strict";
(() => {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const box = document.getElementById("palette-text");
  const options = () => [...dialog.querySelectorAll("[role=option]")];
  let chosen = 0;

  function choose(index) {
    const all = options();
    chosen = all.length ? (index + all.length) % all.length : 0;
    all.forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
    box.setAttribute("aria-activedescendant", all[chosen]?.id ?? "");
    all[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function open() {
    if (dialog.open) return dialog.close();
    box.value = "";
    dialog.showModal();
    box.focus();
    htmx.trigger(box, "open");
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method has the keys
    const acts = {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen - 1),
      Enter: () => options()[chosen]?.click(),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  dialog.addEventListener("htmx:afterSettle", () => choose(0));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette-link]")) return;
    event.preventDefault(); // without a script the link goes to a page
    open();
  });
})();
