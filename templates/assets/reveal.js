// A code is typed as a password is, so that browsers offer to keep it; who types it may look at it.
for (const box of document.querySelectorAll("[data-reveals]")) {
  const field = document.getElementById(box.dataset.reveals);
  box.addEventListener("change", () => (field.type = box.checked ? "text" : "password"));
}
