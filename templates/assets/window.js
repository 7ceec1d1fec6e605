{
  const asks = [...document.currentScript.parentElement.querySelectorAll("aside")];
  const look = () => {
    const now = Date.now();
    const open = asks.find(({ dataset: { start, end } }) => !(now < Date.parse(start) || now >= Date.parse(end)));
    for (const ask of asks) ask.hidden = ask !== open;
    const left = Date.parse(open?.dataset.end) - now;
    if (left) setTimeout(look, Math.min(left, 1e9));
  };
  look();
  document.addEventListener("visibilitychange", look);
}
