// Opens what sealed.py and grants.py seal; see decision 27.

const ROUNDS = 210000;
const { subtle } = crypto;

const must = (it) => {
  if (!it) throw Error();
};

const utf8 = (text) => new TextEncoder().encode(text);
const words = (content) => new TextDecoder().decode(content);

const bytes = (base64url) => {
  const base64 = base64url.replace(/-/g, "+").replace(/_/g, "/");
  const raw = atob(base64);
  must(!/[+/]/.test(base64url) && btoa(raw).replace(/=/g, "") === base64);
  return Uint8Array.from(raw, (one) => one.charCodeAt(0));
};

const said = (header) => {
  const json = JSON.parse(words(bytes(header)));
  must(json.enc === "A256GCM" && !json.crit && !json.zip);
  return json;
};

const decrypted = async (header, wrapped, by, iv, content, tag) => {
  const key = await subtle.unwrapKey("raw", bytes(wrapped), by, "AES-KW", "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: bytes(iv), additionalData: utf8(header) };
  return words(await subtle.decrypt(how, key, new Uint8Array([...bytes(content), ...bytes(tag)])));
};

const password = (code) => subtle.importKey("raw", utf8(code), "PBKDF2", false, ["deriveBits", "deriveKey"]);
const pbkdf2 = (salt, iterations) => ({ name: "PBKDF2", hash: "SHA-512", salt, iterations });

export const typedCode = (typed) => {
  const bare = typed.replace(/[\s\u00ad\u2010-\u2015\u2212.-]/g, "");
  const code = bare.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : "";
};

export const grantName = async (code, site) => {
  const bits = await subtle.deriveBits(pbkdf2(utf8(`ordskifte\0${site}`), ROUNDS), await password(code), 128);
  return [...new Uint8Array(bits)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

export const grantKey = async (grant, code) => {
  const { alg, p2s, p2c } = said(grant.split(".")[0]);
  must(alg === "PBES2-HS512+A256KW" && p2c >= ROUNDS && p2c <= 10 * ROUNDS);
  const how = pbkdf2(new Uint8Array([...utf8(`${alg}\0`), ...bytes(p2s)]), p2c);
  return subtle.deriveKey(how, await password(code), { name: "AES-KW", length: 256 }, false, ["unwrapKey"]);
};

export const grantKeys = async (grant, by, site) => {
  const [header, wrapped, ...rest] = grant.split(".");
  must(said(header).site === site && rest.length === 3);
  return JSON.parse(await decrypted(header, wrapped, by, ...rest)).keys;
};

export const openedText = async (file, header, keys) => {
  const jwe = JSON.parse(file);
  must(jwe.protected === header && said(header));
  for (const { header: to, encrypted_key } of jwe.recipients) {
    const jwk = keys.find(({ kid }) => kid === to.kid);
    if (jwk && to.alg === "A256KW") {
      const by = await subtle.importKey("jwk", jwk, "AES-KW", false, ["unwrapKey"]);
      return decrypted(header, encrypted_key, by, jwe.iv, jwe.ciphertext, jwe.tag);
    }
  }
};

const start = async (root) => {
  const { sealed, header, grants, site } = root.dataset;
  const all = (selector) => root.querySelectorAll(selector);
  const [place] = all("[data-text]");
  const [form] = all("form");
  let held, kept;

  const show = (...states) => {
    states.push(kept ? "kept" : "new");
    for (const part of all("[data-when]"))
      part.hidden = !states.some((state) => part.matches(`[data-when~=${state}]`));
  };

  // 429 and 5xx do not say that a file is gone.
  const fetched = (address) =>
    fetch(address).then((answer) => (answer.ok ? answer.text() : answer.status < 429 ? null : Promise.reject()));

  const open = async (name, keyFor) => {
    const [grant, file] = await Promise.all([fetched(grants + name), fetched(sealed)]).catch(() => []);
    if (!grant) return grant === null ? "wrong" : "offline";
    try {
      const key = await keyFor(grant);
      const html = await openedText(file, header, await grantKeys(grant, key, site));
      if (!html) return "outside";
      place.innerHTML = html;
      held = { name, key };
      return "open";
    } catch {
      return "damaged";
    }
  };

  const stored = (act, ...how) =>
    new Promise((resolve, reject) => {
      const base = indexedDB.open(site);
      base.onerror = reject;
      base.onupgradeneeded = () => base.result.createObjectStore("grants");
      base.onsuccess = () => {
        const task = base.result.transaction("grants", "readwrite");
        const request = task.objectStore("grants")[act](...how);
        task.oncomplete = () => resolve(request.result);
        task.onabort = reject;
        base.result.close();
      };
    });
  const remember = async () => {
    kept = await stored("put", held, 0).then(() => held).catch(() => null);
    show("open", kept ? "kept" : "unstored");
  };
  const forget = () => {
    kept = null;
    indexedDB.deleteDatabase(site);
    show(held ? "open" : "locked", "forgotten");
  };

  const tryCode = async (typed) => {
    show("locked", "working");
    const code = typedCode(typed);
    show(code ? await open(await grantName(code, site), (grant) => grantKey(grant, code)) : "wrong");
    if (!held) return form.code.focus();
    if (form.code.value) {
      place.focus();
      place.scrollIntoView();
    }
    if (kept || form.keep.checked) remember();
  };

  if (!subtle) return show("insecure");
  form.onsubmit = () => {
    tryCode(form.code.value);
    return false;
  };
  for (const button of all("[data-keep]"))
    button.onclick = () => {
      if (!kept) return remember();
      forget();
      if (!held) form.code.focus();
    };

  const [page, given] = location.href.split(/#[kc]ode=/);
  if (given) {
    history.replaceState(null, "", page);
    return tryCode(given);
  }
  try {
    kept = (await indexedDB.databases()).some(({ name }) => name === site) && (await stored("get", 0));
  } catch {}
  if (!kept) return show("locked");
  show("working");
  const state = await open(kept.name, () => kept.key);
  state === "wrong" ? forget() : show(state);
};

globalThis.document?.querySelectorAll("[data-sealed]").forEach(start);
