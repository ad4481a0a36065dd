/* Each slider moves with the number beside it; without this script the numbers alone do. */
document.addEventListener("input", (event) => {
  const moved = event.target;
  if (moved.dataset.of) {
    const number = document.getElementById(moved.dataset.of);
    number.value = moved.value;
    number.dispatchEvent(new Event("input", { bubbles: true }));
  } else {
    const slider = document.querySelector(`[data-of="${CSS.escape(moved.id)}"]`);
    if (slider && moved.value !== "") slider.value = moved.value;
  }
});
