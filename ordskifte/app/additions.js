// What a page does while `serve` shows it: it becomes the newest version of itself, and keeps its place.
{
  const own = document.currentScript.dataset;
  const channel = new BroadcastChannel("ordskifte");
  const PLACE = "ordskifte-place";
  const leaving = new WeakSet();

  const keepPlace = () => sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));

  const returnToPlace = () => {
    const [path, left, top] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
    sessionStorage.removeItem(PLACE);
    if (path !== location.pathname) return;
    const scroll = () => scrollTo({ left, top, behavior: "instant" });
    scroll();
    // Pictures have made it longer, and an address that ends in an anchor has led there.
    addEventListener("load", scroll, { once: true });
  };

  const reload = () => {
    keepPlace();
    location.reload();
  };

  // The old style sheet stays until the new one is there: without either the page would jump.
  const restyle = (styles) => {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const address = styles[new URL(link.href).pathname];
      if (!address || leaving.has(link)) continue;
      const fresh = link.cloneNode();
      fresh.href = address;
      fresh.addEventListener("load", () => link.remove());
      leaving.add(link);
      link.after(fresh);
    }
  };

  const problems = document.querySelector("ordskifte-problems");

  // They lie over the foot of the page, which can be scrolled out from under them.
  const size = new ResizeObserver(([{ target }]) => {
    problems.style.blockSize = `${target.isConnected ? target.offsetHeight : 0}px`;
  });

  const makeRoom = () => {
    const overlay = problems.shadowRoot.querySelector(".overlay");
    if (overlay) size.observe(overlay);
  };

  const showProblems = async () => {
    const answer = await fetch(own.address);
    const overlay = document.createRange().createContextualFragment(await answer.text());
    problems.shadowRoot.querySelector(".overlay")?.remove();
    problems.shadowRoot.append(overlay);
    makeRoom();
  };

  const hear = (news) => {
    if (news.version !== own.version) {
      if (!news.since.includes(own.version)) return reload();
      restyle(news.styles);
      own.version = news.version;
    }
    if (news.problems !== own.problems) {
      own.problems = news.problems;
      showProblems();
    }
  };

  // One of the open pages listens and tells the others: a browser keeps six connections to a host, and a seventh page
  // that listened would never come.
  const listen = () => new Promise(() => {
    new EventSource(own.events).onmessage = ({ data }) => {
      const news = JSON.parse(data);
      channel.postMessage(news);
      hear(news);
    };
  });

  const rememberStrip = () => {
    const strip = document.querySelector("ordskifte-strip")?.shadowRoot;
    if (!strip) return;
    const details = strip.querySelector("details");
    details.open = localStorage.getItem("ordskifte-strip") === "open";
    // At once, and not when it has opened: whoever then leaves finds it open on the next page.
    details.querySelector("summary").addEventListener("click", () => {
      localStorage.setItem("ordskifte-strip", details.open ? "" : "open");
    });
    strip.querySelector("form").addEventListener("submit", keepPlace);
  };

  rememberStrip();
  makeRoom();
  returnToPlace();
  channel.onmessage = ({ data }) => hear(data);
  navigator.locks.request("ordskifte", listen);
}
