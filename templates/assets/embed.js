// What others host is fetched when a reader asks for it. Without this, the link leads there.
addEventListener("click", (event) => {
  const link = event.target.closest(".embed > a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.title = link.querySelector(".embed-title").textContent;
  frame.allow = "autoplay; fullscreen";
  frame.sandbox = // All but to lead its reader away from here.
    "allow-forms allow-popups allow-popups-to-escape-sandbox allow-presentation allow-same-origin allow-scripts";
  frame.referrerPolicy = "strict-origin";
  frame.src = link.href;
  link.replaceWith(frame);
  frame.focus();
});
