// Writing to a buyer: the links carry the text as it is now, and following one keeps the follow-up. Without this script
// they carry the draft, and a button keeps it.
"use strict";
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-write]");
  if (!form || event.target.name !== "text") return;
  for (const link of form.querySelectorAll("[data-program]")) link.href = link.dataset.program + encodeURIComponent(event.target.value);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-way]");
  const form = link?.closest("[data-write]");
  if (!form || form.dataset.kept) return;
  form.dataset.kept = "1"; // a second click opens again and keeps nothing more
  form.elements.way.value = link.dataset.way;
  setTimeout(() => form.requestSubmit(), 300); // after the link was followed
});
