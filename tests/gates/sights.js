// What can be seen to be wrong with a page as it stands in a browser, measured instead of looked at.
// Each function tells its findings in words: none, where all is well.
globalThis.sights = (() => {
  const style = (one, pseudo) => getComputedStyle(one, pseudo);
  const briefly = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 90);
  const few = (told) => [...new Set(told)].slice(0, 8);
  const upwards = function* (one) {
    for (let at = one; at; at = at.parentElement) yield at;
  };
  const nearest = (one, is) => {
    for (const at of upwards(one)) if (is(at)) return at;
    return null;
  };
  // What is there for screen readers only, and a skip link that waits for the focus, are no sights.
  const isSeen = (one) =>
    one.checkVisibility({ visibilityProperty: true }) && !nearest(one, (at) => style(at).clipPath === "inset(50%)");
  const all = () => [...document.body.querySelectorAll("*")].filter(isSeen);

  // Colours

  const channels = (colour) => {
    const found = (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    return found.length > 3 ? found : [...found, 1];
  };
  const isPaint = (colour) => channels(colour)[3] > 0;
  const luminance = (colour) => {
    const linear = channels(colour).map((x) => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (one) => {
    const painted = nearest(one, (at) => isPaint(style(at).backgroundColor));
    return painted ? style(painted).backgroundColor : "rgb(255, 255, 255)";
  };
  const edges = (one, pseudo) =>
    ["Top", "Right", "Bottom", "Left"]
      .filter((side) => parseFloat(style(one, pseudo)[`border${side}Width`]))
      .map((side) => style(one, pseudo)[`border${side}Color`]);
  const pseudos = (one) => ["::before", "::after"].filter((pseudo) => style(one, pseudo).content !== "none");

  // Places

  const isAfloat = (one) => nearest(one, (at) => ["fixed", "sticky"].includes(style(at).position));
  const block = (one) => nearest(one, (at) => style(at).display !== "inline");
  const cutting = (one) =>
    nearest(one, (at) => at !== document.body && /hidden|clip/.test(style(at).overflowX + style(at).overflowY));

  const scrolling = (one) =>
    nearest(one, (at) => at !== document.body && /auto|scroll/.test(style(at).overflowX));

  // Every line of text, and all that is drawn in a box.
  const boxes = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const one = text.parentElement;
      if (!text.data.trim() || !isSeen(one)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const line of range.getClientRects())
        // Lines may be set closer than their letters are high: what is written stands in the middle of its box.
        found.push({ one, of: block(one), box: line, inset: line.height / 4, name: text.data.trim().slice(0, 40) });
    }
    for (const one of document.body.querySelectorAll("img, svg, input, progress, iframe, button"))
      if (isSeen(one)) found.push({ one, of: one, box: one.getBoundingClientRect(), inset: 0, name: briefly(one) });
    return found.filter(({ box }) => box.width > 1 && box.height > 1);
  };

  // What is cut off, runs out of the window, or stands on top of something else.
  const layout = () => {
    const edge = document.documentElement.clientWidth;
    const there = boxes();
    const told = document.documentElement.scrollWidth > edge ? ["the page scrolls sideways"] : [];
    for (const { one, box, name } of there) {
      if (!scrolling(one) && (box.left < -1 || box.right > edge + 1)) told.push(`runs out of the window: ${name}`);
      const frame = cutting(one)?.getBoundingClientRect();
      if (frame && (box.left < frame.left - 2 || box.right > frame.right + 2 || box.bottom > frame.bottom + 2))
        told.push(`is cut off: ${name}`);
    }
    const lying = there.filter(({ one }) => !isAfloat(one)).sort((a, b) => a.box.top - b.box.top);
    for (const [i, a] of lying.entries())
      for (const b of lying.slice(i + 1)) {
        if (b.box.top > a.box.bottom) break;
        if (a.of === b.of || a.one.contains(b.one) || b.one.contains(a.one)) continue;
        const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const height = Math.min(a.box.bottom - a.inset, b.box.bottom - b.inset) - (b.box.top + b.inset);
        if (width > 2 && height > 1) told.push(`overlap: ${a.name} | ${b.name}`);
      }
    return few(told);
  };

  // The same with text set as wide as readers may want it: WCAG 2.2, 1.4.12.
  const spaced = () => {
    const sheet = new CSSStyleSheet();
    const words = "line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important";
    sheet.replaceSync(`* { ${words} } p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets.push(sheet);
    const told = layout();
    document.adoptedStyleSheets.pop();
    return told.map((words) => `with wide text, ${words}`);
  };

  // Which parts stand out by an edge or a ground of their own in the site's colours; `vanished` asks after them.
  let prominent = [];
  const mark = () => {
    prominent = all()
      .filter((one) => !one.matches("img, iframe, svg *"))
      .flatMap((one) => [undefined, ...pseudos(one)].map((pseudo) => ({ one, pseudo })))
      .filter(({ one, pseudo }) => {
        const below = ground(pseudo ? one : (one.parentElement ?? one));
        const { backgroundColor, backgroundImage } = style(one, pseudo);
        return (
          (isPaint(backgroundColor) && contrast(backgroundColor, below) > 1.5) ||
          backgroundImage.includes("gradient") ||
          edges(one, pseudo).some((edge) => isPaint(edge) && contrast(edge, below) > 1.2)
        );
      });
  };

  // What of that cannot be seen in the reader's own colours, and what cannot be read in them.
  const vanished = () => {
    const canvas = ground(document.documentElement);
    const stands = (colour) => isPaint(colour) && contrast(colour, canvas) >= 3;
    const isDrawn = (pseudo, { content, color }) => pseudo && /^"[^"]+"/.test(content) && stands(color);
    const told = prominent
      .filter(({ one, pseudo }) => !edges(one, pseudo).some(stands) && !stands(style(one, pseudo).backgroundColor))
      .filter(({ one, pseudo }) => !isDrawn(pseudo, style(one, pseudo)))
      .map(({ one, pseudo }) => `has no edge: ${pseudo ? `${pseudo} of ` : ""}${briefly(one)}`);
    for (const one of all()) {
      if (one.matches("svg")) {
        const shapes = [...one.querySelectorAll("path, circle, rect, line, polyline, polygon, ellipse")];
        const paints = shapes.flatMap((shape) => [style(shape).fill, style(shape).stroke]);
        if (!paints.some((paint) => paint.startsWith("rgb") && isPaint(paint) && contrast(paint, ground(one)) >= 3))
          told.push(`is not drawn: ${briefly(one)}`);
      }
      const hasWords = [...one.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim());
      if (hasWords && contrast(style(one).color, ground(one)) < 4.5) told.push(`cannot be read: ${briefly(one)}`);
    }
    return few(told);
  };

  // What would move, for readers who have asked that nothing does.
  const moving = () => {
    const lasts = ({ transitionDuration, animationName }) =>
      transitionDuration.split(", ").some((duration) => parseFloat(duration)) || animationName !== "none";
    const told = all()
      .filter((one) => [undefined, ...pseudos(one)].some((pseudo) => lasts(style(one, pseudo))))
      .map((one) => `moves: ${briefly(one)}`);
    if (style(document.documentElement).scrollBehavior !== "auto") told.push("the page glides");
    return few(told);
  };

  // With a keyboard

  const CONTROLS = "a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]";
  const isReachable = (one) => one.tabIndex >= 0 && !one.disabled;
  const controls = () =>
    [...document.querySelectorAll(CONTROLS)].filter((one) => one.checkVisibility({ visibilityProperty: true }));

  // What answers to a pointer, and has no place among the stops of the keyboard.
  const unreachable = () => {
    const pointed = all().filter((one) => style(one).cursor === "pointer" && !one.closest(`${CONTROLS}, label`));
    const left = controls().filter((one) => one.matches("a[href], button, input, summary") && !isReachable(one));
    return few([...pointed, ...left].map((one) => `no key leads to ${briefly(one)}`));
  };

  // Where the focus is: its place among all stops, or -1, and what keeps it from being seen.
  const focused = () => {
    const one = document.activeElement;
    const { top, right, bottom, left, width, height } = one.getBoundingClientRect();
    const told = [];
    const { outlineStyle, outlineWidth, outlineColor } = style(one);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) told.push("has no ring");
    else if (contrast(outlineColor, ground(one.parentElement ?? one)) < 3) told.push("has a ring like its ground");
    if (width < 1 || height < 1 || !isSeen(one)) told.push("is not there to be seen");
    if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) told.push("is out of the window");
    else {
      const { left: x, top: y, width: wide, height: high } = one.getClientRects()[0];
      const above = document.elementFromPoint(x + wide / 2, Math.min(Math.max(y + high / 2, 1), innerHeight - 1));
      if (above && above !== one && !one.contains(above) && !above.contains(one)) told.push(`is behind ${briefly(above)}`);
    }
    return {
      place: controls().filter(isReachable).indexOf(one),
      name: one === document.body ? "" : briefly(one),
      box: { top: top + scrollY, bottom: bottom + scrollY, left, right },
      told,
    };
  };

  const stops = () => controls().filter(isReachable).length;

  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const painted = () => frame().then(frame);

  // Scrolls through the page, so that what comes late has come.
  const settle = async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
      scrollTo(0, y);
      await frame();
    }
    await Promise.all([...document.images].map((image) => image.complete || image.decode().catch(() => {})));
    await frame();
    scrollTo(0, 0);
  };

  return { layout, spaced, mark, vanished, moving, unreachable, focused, stops, painted, settle };
})();
