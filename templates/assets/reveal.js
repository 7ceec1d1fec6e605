// A code is typed as a password is, so that browsers offer to keep it; who types it may look at it.
for (const box of document.querySelectorAll("[data-reveals]")) {
  const field = document.getElementById(box.dataset.reveals);
  box.addEventListener("change", () => (field.type = box.checked ? "text" : "password"));
}

// What others host, in a text that has been opened, wants a script of its own.
for (const text of document.querySelectorAll("[data-embeds]")) {
  const shown = new MutationObserver(() => text.querySelector(".embed") && import(text.dataset.embeds));
  shown.observe(text, { childList: true });
}
