// Does with npm jose, or with our own script for browsers, what it is told on its standard input: a list of tasks, each
// a function of one of the two and its arguments, as JSON. Says the answers: {"value": …} or {"refused": "why"}.
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [unlockPath, josePath] = process.argv.slice(2);
globalThis.crypto ??= webcrypto; // Node 18 has it there only when asked to.
const unlock = await import(pathToFileURL(unlockPath));
const jose = await import(pathToFileURL(josePath));
const key = (jwk) => jose.importJWK(jwk, "A256KW");
const text = (content) => new TextDecoder().decode(content);
const utf8 = (words) => new TextEncoder().encode(words);
const MANY = { maxPBES2Count: 210000 };

const does = {
  joseOpensArticle: async (file, jwk) => {
    const { plaintext, protectedHeader } = await jose.generalDecrypt(JSON.parse(file), await key(jwk));
    return { text: text(plaintext), header: protectedHeader };
  },
  joseOpensGrant: async (grant, code) => {
    const algorithms = { keyManagementAlgorithms: ["PBES2-HS512+A256KW"] };
    const { plaintext } = await jose.compactDecrypt(grant, utf8(code), { ...MANY, ...algorithms });
    return JSON.parse(text(plaintext)).keys;
  },
  joseSealsArticle: async (words, header, jwks) => {
    const jwe = new jose.GeneralEncrypt(utf8(words)).setProtectedHeader(header);
    for (const jwk of jwks) {
      jwe.addRecipient(await key(jwk)).setUnprotectedHeader({ alg: "A256KW", kid: jwk.kid });
    }
    return JSON.stringify(await jwe.encrypt());
  },
  joseSealsGrant: (keys, header, code, rounds) =>
    new jose.CompactEncrypt(utf8(JSON.stringify({ keys })))
      .setProtectedHeader(header)
      .setKeyManagementParameters({ p2c: rounds })
      .encrypt(utf8(code)),
  browserReadsCode: (typed) => unlock.typedCode(typed),
  browserNamesGrant: (code, site) => unlock.grantName(code, site),
  browserOpens: async (file, header, grant, code, site) => {
    const by = await unlock.grantKey(grant, code);
    return unlock.openedText(file, header, await unlock.grantKeys(grant, by, site));
  },
  browserOpensWithKeys: (file, header, keys) => unlock.openedText(file, header, keys),
  browserKeyCanBeRead: async (grant, code) => (await unlock.grantKey(grant, code)).extractable,
};

const answers = [];
for (const [name, ...given] of JSON.parse(readFileSync(0, "utf-8"))) {
  try {
    answers.push({ value: await does[name](...given) });
  } catch (problem) {
    answers.push({ refused: `${problem}` });
  }
}
process.stdout.write(JSON.stringify(answers));
