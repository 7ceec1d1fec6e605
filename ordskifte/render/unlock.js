// Opens text for members, by WebCrypto and nothing else. The formats are those of render/sealed.py and render/grants.py.
//
// The page has one element with data-sealed (where the file is), data-header (its protected header), data-grants (where
// grants are) and data-site. In it are a form with an input "code", an element with data-text, buttons with
// data-remember and data-forget, and for each state what is said and shown in it: data-when="wrong damaged". States are
// off (no script), insecure, locked, working, wrong, outside, damaged, offline, open, remembered and unstored.

const ROUNDS = 210000;
const MOST_ROUNDS = 2100000;
const subtle = globalThis.crypto?.subtle;

const utf8 = (text) => new TextEncoder().encode(text);
const text = (content) => new TextDecoder("utf-8", { fatal: true }).decode(content);

const bytes = (base64url) => {
  const raw = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  const again = btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  if (again !== base64url) throw Error("base64url");
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
};

const said = (header) => {
  const json = JSON.parse(text(bytes(header)));
  if (json.enc !== "A256GCM" || json.crit || json.zip) throw Error("header");
  return json;
};

const decrypted = async (header, wrapped, by, iv, content, tag) => {
  const key = await subtle.unwrapKey("raw", bytes(wrapped), by, "AES-KW", "AES-GCM", false, ["decrypt"]);
  const sealed = await new Blob([bytes(content), bytes(tag)]).arrayBuffer();
  return text(await subtle.decrypt({ name: "AES-GCM", iv: bytes(iv), additionalData: utf8(header) }, key, sealed));
};

const password = (code) => subtle.importKey("raw", utf8(code), "PBKDF2", false, ["deriveBits", "deriveKey"]);
const pbkdf2 = (salt, iterations) => ({ name: "PBKDF2", hash: "SHA-512", salt, iterations });

// The code that a reader means, or nothing.
export const typedCode = (typed) => {
  const letters = typed.replace(/[\s\u00ad\u2010-\u2015\u2212.-]/g, "").toUpperCase();
  const code = letters.replace(/O/g, "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : "";
};

export const grantName = async (code, site) => {
  const bits = await subtle.deriveBits(pbkdf2(utf8(`ordskifte\0${site}`), ROUNDS), await password(code), 128);
  return [...new Uint8Array(bits)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

// What a code makes of a grant: a key that opens it, and that cannot be read out of the browser.
export const grantKey = async (grant, code) => {
  const { alg, p2s, p2c } = said(grant.split(".")[0]);
  if (alg !== "PBES2-HS512+A256KW" || !(p2c >= ROUNDS && p2c <= MOST_ROUNDS)) throw Error("header");
  const salt = new Uint8Array([...utf8(`${alg}\0`), ...bytes(p2s)]);
  const wanted = { name: "AES-KW", length: 256 };
  return subtle.deriveKey(pbkdf2(salt, p2c), await password(code), wanted, false, ["unwrapKey"]);
};

// The keys that a grant holds, as JWKs.
export const grantKeys = async (grant, by, site) => {
  const [header, wrapped, ...rest] = grant.split(".");
  if (said(header).site !== site || rest.length !== 3) throw Error("header");
  return JSON.parse(await decrypted(header, wrapped, by, ...rest)).keys;
};

// The text of a sealed file; null where none of the keys is for it.
export const openedText = async (file, header, keys) => {
  const jwe = JSON.parse(file);
  if (jwe.protected !== header) throw Error("header");
  said(header);
  for (const recipient of jwe.recipients) {
    const { alg, kid } = recipient.header;
    const jwk = keys.find((key) => key.kid === kid);
    if (jwk && alg === "A256KW") {
      const by = await subtle.importKey("jwk", jwk, "AES-KW", false, ["unwrapKey"]);
      return decrypted(header, recipient.encrypted_key, by, jwe.iv, jwe.ciphertext, jwe.tag);
    }
  }
  return null;
};

// What is remembered on this device: the name of a grant and its key, in a database that is there only then.
const remembering = (site) => {
  const name = `ordskifte ${site}`;
  const stored = (mode, act) =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onerror = reject;
      opening.onupgradeneeded = () => opening.result.createObjectStore("access");
      opening.onsuccess = () => {
        const task = opening.result.transaction("access", mode);
        const request = act(task.objectStore("access"));
        task.oncomplete = () => resolve(request.result);
        task.onabort = reject;
        opening.result.close();
      };
    });
  return {
    remember: (held) => stored("readwrite", (store) => store.put(held, "grant")),
    remembered: async () => {
      const known = await indexedDB.databases();
      return known.some((one) => one.name === name) ? stored("readonly", (store) => store.get("grant")) : undefined;
    },
    forget: () => indexedDB.deleteDatabase(name),
  };
};

const start = async (root) => {
  const { sealed, header, grants, site } = root.dataset;
  const { remember, remembered, forget } = remembering(site);
  const form = root.querySelector("form");
  const place = root.querySelector("[data-text]");
  let held;

  const show = (state) => {
    root.dataset.state = state;
    for (const part of root.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(state);
    }
  };
  const fetched = async (address) => {
    const answer = await fetch(address);
    return answer.ok ? answer.text() : null;
  };
  // Ends in the state that is to be shown.
  const open = async (name, keyFor) => {
    let grant, file;
    try {
      [grant, file] = await Promise.all([fetched(grants + name), fetched(sealed)]);
    } catch {
      return "offline";
    }
    if (grant === null) return "wrong";
    try {
      const key = await keyFor(grant);
      const html = await openedText(file, header, await grantKeys(grant, key, site));
      if (html === null) return "outside";
      place.innerHTML = html;
      held = { name, key };
      return "open";
    } catch {
      return "damaged";
    }
  };
  const tryCode = async (typed) => {
    show("working");
    const code = typedCode(typed);
    const state = code ? await open(await grantName(code, site), (grant) => grantKey(grant, code)) : "wrong";
    show(state);
    (state === "open" ? place : form.elements.code).focus();
  };

  if (!subtle) return show("insecure");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tryCode(form.elements.code.value);
  });
  root.querySelector("[data-remember]").addEventListener("click", () =>
    remember(held).then(() => show("remembered"), () => show("unstored")),
  );
  root.querySelector("[data-forget]").addEventListener("click", () => {
    forget();
    show("open");
  });
  const given = /^#(?:kode|code)=(.+)/.exec(location.hash);
  if (given) {
    history.replaceState(null, "", location.pathname + location.search);
    return tryCode(decodeURIComponent(given[1]));
  }
  const kept = await remembered().catch(() => undefined);
  const state = kept ? await open(kept.name, () => kept.key) : "locked";
  show(state === "open" ? "remembered" : kept && state === "wrong" ? "locked" : state);
};

const root = globalThis.document?.querySelector("[data-sealed]");
if (root) start(root);
