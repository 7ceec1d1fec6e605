// Finds texts by their words in what search.py has left; see decision 43.

const LETTERS = { æ: "ae", œ: "oe", ø: "o", ß: "ss", þ: "th", ð: "d", đ: "d", ħ: "h", ı: "i", ł: "l", ŋ: "n", ŧ: "t", ς: "σ" };
const PREFIX = 3;
const SHOWN = 10;
const MOST_WORDS = 8;
const SHORT = 4;

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
  const say = (name, count) => {
    const words = document.getElementById(`search-${name}`).content.cloneNode(true);
    for (const place of words.querySelectorAll(".search-number")) place.append(count);
    status.replaceChildren(words);
  };

  const shelf = (number) => file(`${index.edition}/${number}`, index.shelves.slice(number * SHORT, (number + 1) * SHORT));
  const works = async (numbers) => {
    const shelves = await Promise.all(numbers.map((text) => shelf(Math.floor(text / index.shelf))));
    return shelves.map(({ works }, place) => {
      const row = document.createElement("li");
      row.innerHTML = works[numbers[place] % index.shelf];
      return row;
    });
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
      const each = await Promise.all(
        looked.map(async (word) => texts((await file(shard(word, index.shards), index.of)).words, word)),
      );
      if (turn !== asked) return;
      const found = ranked(each, index.texts).filter(isShown);
      list.replaceChildren();
      await show(found);
      if (turn === asked) say(found.length ? "count" : "none", found.length);
    } catch {
      if (turn !== asked) return;
      list.replaceChildren();
      more.hidden = true;
      say("failed");
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

const form = globalThis.document?.getElementById("search");
if (form) begin(form);
