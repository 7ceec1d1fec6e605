// Opens what sealed.py and grants.py seal; see decision 27.

const ROUNDS = 210000;
const subtle = globalThis.crypto?.subtle;

const utf8 = (text) => new TextEncoder().encode(text);
const decoded = (content) => new TextDecoder().decode(content);

const bytes = (base64url) => {
  const raw = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  const again = btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  if (again !== base64url) throw Error();
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
};

const said = (header) => {
  const json = JSON.parse(decoded(bytes(header)));
  if (json.enc !== "A256GCM" || json.crit || json.zip) throw Error();
  return json;
};

const decrypted = async (header, wrapped, by, iv, content, tag) => {
  const key = await subtle.unwrapKey("raw", bytes(wrapped), by, "AES-KW", "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: bytes(iv), additionalData: utf8(header) };
  return decoded(await subtle.decrypt(how, key, new Uint8Array([...bytes(content), ...bytes(tag)])));
};

const password = (code) => subtle.importKey("raw", utf8(code), "PBKDF2", false, ["deriveBits", "deriveKey"]);
const pbkdf2 = (salt, iterations) => ({ name: "PBKDF2", hash: "SHA-512", salt, iterations });

export const typedCode = (typed) => {
  const letters = typed.replace(/[\s\u00ad\u2010-\u2015\u2212.-]/g, "").toUpperCase();
  const code = letters.replace(/O/g, "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : "";
};

export const grantName = async (code, site) => {
  const bits = await subtle.deriveBits(pbkdf2(utf8(`ordskifte\0${site}`), ROUNDS), await password(code), 128);
  return [...new Uint8Array(bits)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

export const grantKey = async (grant, code) => {
  const { alg, p2s, p2c } = said(grant.split(".")[0]);
  if (alg !== "PBES2-HS512+A256KW" || !(p2c >= ROUNDS && p2c <= 10 * ROUNDS)) throw Error();
  const how = pbkdf2(new Uint8Array([...utf8(`${alg}\0`), ...bytes(p2s)]), p2c);
  return subtle.deriveKey(how, await password(code), { name: "AES-KW", length: 256 }, false, ["unwrapKey"]);
};

export const grantKeys = async (grant, by, site) => {
  const [header, wrapped, ...rest] = grant.split(".");
  if (said(header).site !== site || rest.length !== 3) throw Error();
  return JSON.parse(await decrypted(header, wrapped, by, ...rest)).keys;
};

export const openedText = async (file, header, keys) => {
  const jwe = JSON.parse(file);
  if (jwe.protected !== header || !said(header)) throw Error();
  for (const { header: to, encrypted_key } of jwe.recipients) {
    const jwk = keys.find(({ kid }) => kid === to.kid);
    if (jwk && to.alg === "A256KW") {
      const by = await subtle.importKey("jwk", jwk, "AES-KW", false, ["unwrapKey"]);
      return decrypted(header, encrypted_key, by, jwe.iv, jwe.ciphertext, jwe.tag);
    }
  }
  return null;
};

const start = async (root) => {
  const { sealed, header, grants, site } = root.dataset;
  const all = (selector) => root.querySelectorAll(selector);
  const find = (selector) => all(selector)[0];
  const input = find("input");
  const place = find("[data-text]");
  let held, kept;

  const show = (state) => {
    root.dataset.state = state;
    for (const part of all("[data-when]"))
      part.hidden = !part.dataset.when.split(" ").includes(state) || ("forget" in part.dataset && !kept);
  };

  const fetched = (address) => fetch(address).then((answer) => (answer.ok ? answer.text() : null));

  const open = async (name, keyFor) => {
    const [grant, file] = await Promise.all([fetched(grants + name), fetched(sealed)]).catch(() => []);
    if (!grant) return grant === null ? "wrong" : "offline";
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
    show(code ? await open(await grantName(code, site), (grant) => grantKey(grant, code)) : "wrong");
    (held ? place : input).focus();
  };

  const database = `ordskifte ${site}`;
  const stored = (act) =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open(database);
      opening.onerror = reject;
      opening.onupgradeneeded = () => opening.result.createObjectStore("grants");
      opening.onsuccess = () => {
        const task = opening.result.transaction("grants", "readwrite");
        const request = act(task.objectStore("grants"));
        task.oncomplete = () => resolve(request.result);
        task.onabort = reject;
        opening.result.close();
      };
    });
  const remembered = async () =>
    (await indexedDB.databases()).some(({ name }) => name === database) && stored((store) => store.get(0));

  if (!subtle) return show("insecure");
  find("form").onsubmit = (event) => {
    event.preventDefault();
    tryCode(input.value);
  };
  find("[data-remember]").onclick = () =>
    stored((store) => store.put(held, 0)).then(
      () => show("remembered", (kept = held)),
      () => show("unstored"),
    );
  const forget = () => {
    kept = null;
    indexedDB.deleteDatabase(database);
    show(held ? "open" : "locked");
  };
  for (const button of all("[data-forget]")) button.onclick = forget;

  const given = /^#(?:kode|code)=(.+)/.exec(location.hash);
  if (given) {
    history.replaceState(null, "", location.href.split("#")[0]);
    return tryCode(given[1]);
  }
  kept = await remembered().catch(() => null);
  const state = kept ? await open(kept.name, () => kept.key) : "wrong";
  if (state === "wrong") return kept ? forget() : show("locked");
  show(state === "open" ? "remembered" : state);
};

globalThis.document?.querySelectorAll("[data-sealed]").forEach(start);
