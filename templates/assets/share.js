for (const share of document.querySelectorAll(".share")) {
  const url = share.dataset.url;
  const [copy, send] = share.querySelectorAll("button");
  const words = copy.textContent;
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(url);
      copy.textContent = copy.dataset.done;
      setTimeout(() => (copy.textContent = words), 4000);
    });
  }
  if (navigator.share) {
    send.hidden = false;
    // A reader who closes the panel has done nothing wrong.
    send.addEventListener("click", () => navigator.share({ url, title: document.title }).catch(() => {}));
  }
}
