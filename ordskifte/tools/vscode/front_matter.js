// Front matter by its JSON Schema: what can be typed at a place, and what is wrong with what was typed.
//
// Knows one key and value a line, lists, and tables in lists; of values that go on over several lines, or lie deeper in
// brackets, it says nothing. A build reads everything, and tells the rest. No knowledge of the editor.
"use strict";

const KEY = /^( *(?:- +)*)([A-Za-z_][\w-]*):(?:[ \t]+(.*?))?[ \t]*$/;
const NUMBER = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const WHOLE = /^[-+]?[0-9]+$/;
const TRUTH = /^(true|True|TRUE|false|False|FALSE)$/;
const NULL = /^(~|null|Null|NULL)?$/;
const INTRICATE = /^[[{|>&*!%@`'"]/;

/** The lines of a text, and the number of the one that ends its front matter; null where it has none. */
function head(text) {
  const lines = text.split(/\r?\n/);
  if (lines[0].trimEnd() !== "---") return null;
  const found = lines.findIndex((line, number) => number > 0 && line.trimEnd() === "---");
  return { lines, end: found < 0 ? lines.length : found, isClosed: found > 0 };
}

/** Every key that stands on a line of its own, with the key that it stands under. */
function keys({ lines, end }) {
  const found = [];
  const open = [];
  let skippedFrom = Infinity;
  for (let line = 1; line < end; line++) {
    const indent = lines[line].search(/\S/);
    if (indent < 0 || indent > skippedFrom) continue;
    skippedFrom = Infinity;
    const match = KEY.exec(lines[line]);
    if (!match) continue;
    const column = match[1].length;
    while (open.length && open[open.length - 1].column >= column) open.pop();
    const key = { line, column, name: match[2], value: match[3] ?? "", isElement: match[1].includes("-") };
    key.parent = open[open.length - 1];
    found.push(key);
    open.push(key);
    if (key.value && !key.value.startsWith("#")) skippedFrom = column;
  }
  return found;
}

/** The schema of the tables that a value is, or is a list of. */
function inside(schema) {
  return schema?.items && !Array.isArray(schema.items) ? schema.items : schema;
}

/** The schema of what stands under a name in a table. */
function under(table, name) {
  const own = Object.hasOwn(table?.properties ?? {}, name) ? table.properties[name] : undefined;
  return own ?? (typeof table?.additionalProperties === "object" ? table.additionalProperties : undefined);
}

function tableOf(key, schema) {
  return key.parent ? inside(schemaOf(key.parent, schema)) : schema;
}

function schemaOf(key, schema) {
  return under(tableOf(key, schema), key.name);
}

function types(schema) {
  return [schema?.type ?? []].flat();
}

// ---------------------------------------------------------------------------------------
// What can be typed
// ---------------------------------------------------------------------------------------

/** What can be typed at a place: `label`, `insert` (a snippet), `words`, `from` (the column that it begins at). */
function completions(text, line, column, schema) {
  const front = head(text);
  if (!front || line < 1 || line >= front.end) return [];
  const before = front.lines[line].slice(0, column);
  const [margin] = /^ *(?:- +)*/.exec(before);
  const rest = before.slice(margin.length);
  const from = column - /[^\s,[\]{}:]*$/.exec(rest)[0].length;
  const all = keys({ ...front, lines: front.lines.map((each, number) => (number === line ? `${margin}_:` : each)) });
  const here = all.find((key) => key.line === line);
  if (!here) return [];
  const table = tableOf(here, schema);

  const brackets = /^([\w-]+):[ \t]+(?:.*?)([[{])[^[\]{}]*$/.exec(rest);
  if (brackets) return inBrackets(under(table, brackets[1]), brackets[2], rest, from);
  const value = /^([\w-]+):[ \t]+[^\s"'|>]*$/.exec(rest);
  if (value) return values(under(table, value[1]), from);
  if (!/^[\w-]*$/.test(rest)) return [];
  return margin.includes("-") && !table?.properties ? values(table, from) : names(table, beside(here, all), from, true);
}

/** The names in the same table as a key: in a list, each `-` begins another. */
function beside(here, all) {
  const near = all.filter((key) => key.parent === here.parent);
  const at = near.indexOf(here);
  const first = Math.max(0, near.findLastIndex((key, number) => number <= at && key.isElement));
  const after = near.findIndex((key, number) => number > at && key.isElement);
  return near.slice(first, after < 0 ? undefined : after).map((key) => key.name);
}

function inBrackets(schema, bracket, rest, from) {
  if (bracket === "[") return values(schema?.items, from);
  const table = inside(schema);
  const named = /([\w-]+):[ \t]+[^,{}]*$/.exec(rest.slice(rest.lastIndexOf("{") + 1));
  if (named) return values(under(table, named[1]), from);
  const taken = [...rest.slice(rest.lastIndexOf("{")).matchAll(/([\w-]+):/g)].map((found) => found[1]);
  return names(table, taken, from, false);
}

function values(schema, from) {
  const told = schema?.enumDescriptions ?? [];
  const truths = types(schema)[0] === "boolean" ? ["true", "false"] : [];
  const found = schema?.enum ?? [...truths, ...(schema?.examples ?? [])];
  return found
    .map((label, number) => ({ label, words: told[number] ?? "" }))
    .filter(({ label }) => typeof label === "string")
    .map(({ label, words }) => ({ label, words, insert: escaped(written(label)), from }));
}

/** A text as a value, in quotation marks where it would be read as something else. */
function written(text) {
  return INTRICATE.test(text) || /: |:$| #|^[-?#,\]}]/.test(text) ? JSON.stringify(text) : text;
}

function escaped(text) {
  return text.replace(/[\\$}]/g, "\\$&");
}

function names(table, taken, from, hasRoom) {
  return Object.entries(table?.properties ?? {})
    .filter(([name]) => !taken.includes(name))
    .map(([name, schema]) => ({
      label: name,
      words: schema.description ?? "",
      insert: `${name}:${hasRoom ? room(schema) : " $0"}`,
      from,
    }));
}

/** Where the value of a key goes, in a snippet. The editor indents its further lines as the first. */
function room(schema) {
  if (types(schema).includes("string")) return " $0";
  if (schema.items?.properties) return "\n  - $0";
  if (types(schema).includes("array")) return " [$0]";
  return schema.properties ? "\n  $0" : " $0";
}

/** What a key at a place does; nothing where there is none. */
function hover(text, line, column, schema) {
  const front = head(text);
  const key = front && keys(front).find((each) => each.line === line);
  const isAt = key && column >= key.column && column <= key.column + key.name.length;
  return isAt ? (schemaOf(key, schema)?.description ?? "") : "";
}

// ---------------------------------------------------------------------------------------
// What is wrong
// ---------------------------------------------------------------------------------------

/** What is wrong: `message`, `line`, `start` and `end` columns. Each of these is an error to a build, too. */
function problems(text, schema) {
  const front = head(text);
  if (!front) return [];
  const found = keys(front);
  const missing = front.isClosed ? lacking(front, found, schema) : [];
  return [...missing, ...found.flatMap((key) => [...unknown(key, schema), ...unfit(front, key, schema)])];
}

function lacking(front, found, schema) {
  const written = found.filter((key) => !key.parent).map((key) => key.name);
  const isPlain = front.lines.slice(1, front.end).every((line) => !/^\S/.test(line) || line.startsWith("#") || KEY.test(line));
  if (!isPlain) return [];
  const names = (schema.required ?? []).filter((name) => !written.includes(name));
  return names.map((name) => ({ message: `\`${name}\` is missing.`, line: 0, start: 0, end: 3 }));
}

function unknown(key, schema) {
  const table = tableOf(key, schema);
  if (table?.additionalProperties !== false || Object.hasOwn(table.properties, key.name)) return [];
  const near = Object.keys(table.properties).find((name) => distance(name, key.name) <= 2);
  const hint = near ? ` Did you mean \`${near}\`?` : "";
  const message = `\`${key.name}\` is not a key that is known here.${hint}`;
  return [{ message, line: key.line, start: key.column, end: key.column + key.name.length }];
}

function unfit(front, key, schema) {
  const wanted = schemaOf(key, schema);
  const text = key.value.replace(/[ \t]#.*$/, "").trim();
  const next = front.lines.slice(key.line + 1, front.end).find((line) => line.trim());
  const goesOn = next !== undefined && next.search(/\S/) > key.column;
  if (!wanted || !text || text.startsWith("#") || INTRICATE.test(text) || goesOn) return [];
  const message = misfit(text, wanted);
  const start = front.lines[key.line].indexOf(key.value, key.column + key.name.length + 1);
  return message ? [{ message: `\`${key.name}\`: ${message}`, line: key.line, start, end: start + text.length }] : [];
}

/** What a value without quotation marks should be instead; nothing where it fits. */
function misfit(text, schema) {
  const wanted = types(schema);
  if (NULL.test(text)) return wanted.includes("null") ? "" : "a value is missing.";
  if (wanted.includes("string")) {
    if (schema.enum) return schema.enum.includes(text) ? "" : `should be one of ${schema.enum.filter(Boolean).join(", ")}.`;
    const fits = !schema.pattern || new RegExp(schema.pattern, "u").test(text);
    return fits ? "" : (schema.patternErrorMessage ?? "does not have the right form.");
  }
  if (wanted.includes("boolean")) return TRUTH.test(text) ? "" : "should be true or false.";
  if (wanted.includes("integer")) return WHOLE.test(text) ? "" : "should be a whole number.";
  if (wanted.includes("number")) return NUMBER.test(text) ? "" : "should be a number.";
  return wanted.includes("array") ? "should be a list, such as [one, two]." : "should be a table of keys and values.";
}

/** How many letters are to be changed, added or left out (Levenshtein). */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, number) => number);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length];
}

module.exports = { completions, hover, problems };
