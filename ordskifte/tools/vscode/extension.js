// Shows in VS Code what `front_matter.js` knows, by the schemas of the site that is open.
"use strict";

const vscode = require("vscode");
const { completions, hover, problems } = require("./front_matter.js");

const KINDS = { articles: "article", authors: "author", pages: "page", series: "series" };
const SIGNS = [" ", "[", "{"]; // Behind these a value is proposed before its first letter.
const PAUSE = 300; // Milliseconds after the last letter.

/** The schema of a document's front matter; null for a document that has none, or a site without schemas. */
async function schemaOf(document) {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const path = vscode.workspace.asRelativePath(document.uri, false);
  const found = /^content\/(articles|authors|pages|series)\//.exec(path);
  if (!folder || !found || document.languageId !== "markdown") return null;
  const file = vscode.Uri.joinPath(folder.uri, ".vscode", "schemas", `${KINDS[found[1]]}.json`);
  try {
    return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
  } catch {
    return null;
  }
}

async function proposed(document, position) {
  const schema = await schemaOf(document);
  if (!schema) return [];
  const found = completions(document.getText(), position.line, position.character, schema);
  return found.map(({ label, insert, words, from }, number) => {
    const shown = new vscode.CompletionItem(label, vscode.CompletionItemKind.Property);
    shown.insertText = new vscode.SnippetString(insert);
    shown.documentation = words;
    shown.range = new vscode.Range(position.line, from, position.line, position.character);
    shown.sortText = String(number).padStart(3, "0");
    if (/[[\s]\$0|: \$0$/.test(insert)) shown.command = { command: "editor.action.triggerSuggest", title: "" };
    return shown;
  });
}

async function told(document, position) {
  const schema = await schemaOf(document);
  const words = schema && hover(document.getText(), position.line, position.character, schema);
  return words ? new vscode.Hover(words) : null;
}

async function check(document, shown) {
  const schema = await schemaOf(document);
  const found = schema ? problems(document.getText(), schema) : [];
  shown.set(
    document.uri,
    found.map(({ message, line, start, end }) => {
      const problem = new vscode.Diagnostic(new vscode.Range(line, start, line, end), message);
      problem.source = "ordskifte";
      return problem;
    }),
  );
}

function activate(context) {
  const shown = vscode.languages.createDiagnosticCollection("ordskifte");
  const waiting = new Map();
  const soon = (document) => {
    clearTimeout(waiting.get(document.uri.toString()));
    waiting.set(document.uri.toString(), setTimeout(() => check(document, shown), PAUSE));
  };
  const markdown = { language: "markdown" };
  context.subscriptions.push(
    shown,
    vscode.languages.registerCompletionItemProvider(markdown, { provideCompletionItems: proposed }, ...SIGNS),
    vscode.languages.registerHoverProvider(markdown, { provideHover: told }),
    vscode.workspace.onDidOpenTextDocument(soon),
    vscode.workspace.onDidChangeTextDocument((event) => soon(event.document)),
    vscode.workspace.onDidCloseTextDocument((document) => shown.delete(document.uri)),
  );
  vscode.workspace.textDocuments.forEach(soon);
}

module.exports = { activate };
