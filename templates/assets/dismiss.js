{
  const sticky = document.currentScript.parentElement;
  let left = 0;
  // A browser that keeps nothing shows the ask each time.
  try {
    left = localStorage.getItem("ask-away-until") - Date.now();
  } catch {}
  sticky.hidden = left > 0 && left <= 30 * 864e5;
  sticky.addEventListener("click", ({ target }) => {
    const days = target.closest("button")?.dataset.days;
    if (!days) return;
    sticky.hidden = true;
    // The focus stays where the button was.
    const footer = sticky.previousElementSibling;
    footer.tabIndex = -1;
    footer.focus({ preventScroll: true });
    try {
      localStorage.setItem("ask-away-until", Date.now() + days * 864e5);
    } catch {}
  });
}
