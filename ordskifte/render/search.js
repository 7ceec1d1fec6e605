// Finds texts by their words in what search.py has left; see decision 43.

const LETTERS = { æ: "ae", œ: "oe", ø: "o", ß: "ss", þ: "th", ð: "d", đ: "d", ħ: "h", ı: "i", ł: "l", ŋ: "n", ŧ: "t", ς: "σ" };
const PREFIX = 3;
const SHOWN = 10;
const MOST_WORDS = 8;
const LONG = 5;
const MARK = 4;

export const words = (text) => {
  const bare = text.normalize("NFKD").toLowerCase().replace(/[\p{M}\u00ad]/gu, "");
  const folded = bare.replace(/[^\x00-\x7f]/g, (letter) => LETTERS[letter] ?? letter).replace(/aa+/g, "a");
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
};

export const shard = (word, count) =>
  [...word].slice(0, PREFIX).reduce((number, letter) => number * 131 + letter.codePointAt(), 0) % count;

// The numbers of the texts that have a word, or one that begins with it, each with the most that it weighs there.
export const texts = (said, word) => {
  const found = new Map();
  for (const [other, numbers] of Object.entries(said)) {
    if (other !== word && (word.length < PREFIX || !other.startsWith(word))) continue;
    let text = -1;
    for (const number of numbers) {
      text += Math.floor(number / 10);
      const weight = (number % 10) * (other === word ? 2 : 1);
      found.set(text, Math.max(weight, found.get(text) ?? 0));
    }
  }
  return found;
};

// How many slips of the finger make one word of another: a letter more, less, another, or two that changed places.
const slips = (one, other) => {
  let above = [];
  let row = [...other, ""].map((_, column) => column);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const isTurned = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const least = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      next.push(isTurned ? Math.min(least, above[j - 2] + 1) : least);
    }
    [above, row] = [row, next];
  }
  return row.at(-1);
};

// What may have been meant by a word that is nowhere: with one slip, in a long word two, but as few as there are. Of
// short words any other is a slip away.
export const meant = (said, word) => {
  const others = Object.keys(said).filter((other) => Math.abs(other.length - word.length) < 3);
  const far = others.map((other) => slips(word, other));
  const least = Math.min(...far);
  return word.length >= LONG && least <= (word.length < 2 * LONG ? 1 : 2) ? others.filter((_, place) => far[place] === least) : [];
};

// The texts that have all words, the best first; of those that are as good, the newest.
export const ranked = (each, count) => {
  const [first, ...others] = each;
  const rarity = each.map((found) => Math.log(1 + count / (found.size || 1)));
  const score = (text) => each.reduce((sum, found, number) => sum + found.get(text) * rarity[number], 0);
  const all = [...first.keys()].filter((text) => others.every((found) => found.has(text)));
  return all.map((text) => [score(text), text]).sort((one, other) => other[0] - one[0] || other[1] - one[1]).map(([, text]) => text);
};

const begin = (form) => {
  const index = JSON.parse(form.dataset.index);
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-results");
  const more = document.getElementById("search-more");
  const box = form.elements.q;
  const files = new Map();
  let asked = 0;
  let waiting = 0;

  const file = (name, of) => {
    if (!files.has(name)) files.set(name, fetched(name, of));
    return files.get(name);
  };
  const fetched = async (name, of) => {
    try {
      const answer = await fetch(`${index.folder}${name}.json`, { cache: "no-cache" });
      const read = answer.ok && (await answer.json());
      if (read && read.of === of) return read;
      throw Error(name);
    } catch (problem) {
      files.delete(name);
      throw problem;
    }
  };
  const isShown = (text) => (parseInt(index.shown[text >> 2] ?? "0", 16) >> (text & 3)) & 1;
  const told = (name, told) => {
    const words = document.getElementById(`search-${name}`).content.cloneNode(true);
    for (const place of words.querySelectorAll(".search-number, .search-words")) place.append(told);
    return words;
  };

  const shelf = (number) => file(`${index.edition}/${number}`, index.shelves.slice(number * MARK, (number + 1) * MARK));
  const works = async (numbers) => {
    const shelves = await Promise.all(numbers.map((text) => shelf(Math.floor(text / index.shelf))));
    return shelves.map(({ works }, place) => {
      const row = document.createElement("li");
      row.innerHTML = works[numbers[place] % index.shelf];
      return row;
    });
  };

  // The texts that have a word, or one that may have been meant by it.
  const found = async (word) => {
    const said = (await file(shard(word, index.shards), index.of)).words;
    const exact = texts(said, word);
    const instead = exact.size ? [] : meant(said, word);
    return { texts: exact.size ? exact : new Map(instead.flatMap((other) => [...texts(said, other)])), instead };
  };

  const look = async () => {
    const turn = ++asked;
    const looked = [...new Set(words(box.value))].slice(0, MOST_WORDS);
    const show = async (numbers) => {
      const rows = await works(numbers.slice(0, SHOWN));
      if (turn !== asked) return;
      list.append(...rows);
      const rest = numbers.slice(SHOWN);
      more.hidden = !rest.length;
      more.onclick = async () => {
        await show(rest);
        rows.at(-1).nextElementSibling?.querySelector("a")?.focus();
      };
    };
    if (!looked.length) {
      list.replaceChildren();
      status.replaceChildren();
      more.hidden = true;
      return;
    }
    try {
      const each = await Promise.all(looked.map(found));
      if (turn !== asked) return;
      const all = ranked(each.map(({ texts }) => texts), index.texts).filter(isShown);
      const instead = each.flatMap(({ instead }) => instead);
      list.replaceChildren();
      await show(all);
      if (turn !== asked) return;
      status.replaceChildren(told(all.length ? "count" : "none", all.length));
      if (instead.length && all.length) status.prepend(told("near", instead.join(", ")));
    } catch {
      if (turn !== asked) return;
      list.replaceChildren();
      more.hidden = true;
      status.replaceChildren(told("failed"));
    }
  };

  const address = () => `${location.pathname}${box.value.trim() ? `?${new URLSearchParams({ q: box.value.trim() })}` : ""}`;
  const recall = () => {
    box.value = new URLSearchParams(location.search).get("q") ?? "";
    look();
  };

  // What was asked for, or led somewhere, is an address that the back button comes back to.
  const remember = () => {
    if (address() !== location.pathname + location.search) history.pushState(null, "", address());
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  });
  list.addEventListener("click", remember);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    remember();
    look();
  });
  addEventListener("popstate", recall);
  form.hidden = false;
  recall();
};

// On a page without an index the words lead to the page that has it; no form is sent.
const lead = (form) => {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(`${form.action}?${new URLSearchParams({ q: form.elements.q.value.trim() })}`);
  });
  form.hidden = false;
};

const form = globalThis.document?.getElementById("search");
if (form) (form.dataset.index ? begin : lead)(form);
