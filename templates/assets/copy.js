// A number is copied as banks want it typed: without what parts its digits.
if (navigator.clipboard) {
  for (const number of document.querySelectorAll(".payments .number")) {
    const button = number.nextElementSibling;
    const label = button.firstElementChild;
    const words = label.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(number.textContent.replace(/\s/g, ""));
      label.textContent = button.dataset.done;
      setTimeout(() => (label.textContent = words), 4000);
    });
  }
}
