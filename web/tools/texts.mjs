// Reads the Danish of the widget, the desk and the look-up page from their locale files, in python-i18n's notation, and describes it to TypeScript.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const LOCALES = new URL("../../bot/wording/locales/da/", import.meta.url);
export const LOCALE_FILE = fileURLToPath(new URL("widget.yml", LOCALES));
/** The desk's wording; its page fetches it at run time, so that only its keys are known when it is built. */
export const DESK_LOCALE_FILE = fileURLToPath(new URL("desk.yml", LOCALES));
/** The wording of the look-up page by the names under which the service hands it out: its own, and what it shares with the pages of answers. */
export const LOOKUP_LOCALE_FILES = {
  lookup: fileURLToPath(new URL("lookup.yml", LOCALES)),
  sheet: fileURLToPath(new URL("sheet.yml", LOCALES)),
};
export const MODULE = "virtual:texts";
export const DESK_MODULE = "virtual:desk-texts";
export const LOOKUP_MODULE = "virtual:lookup-texts";

const PLACEHOLDER = /%(?:%|\{(\w+)\})/g;

/** All texts by their key ("composer.send"); a plural is an object with `one` and `many`. */
export function readTexts(file = LOCALE_FILE) {
  const root = parse(readFileSync(file, "utf8"))?.da;
  if (!root) throw new Error(`${file}: no texts under "da"`);
  const found = {};
  collect(root, "", found, file);
  return found;
}

/** The texts of several files; the name of each stands before its keys ("sheet.part.law"). */
export function readNamedTexts(files) {
  const named = Object.entries(files).map(([name, file]) => Object.entries(readTexts(file)).map(([key, text]) => [`${name}.${key}`, text]));
  return Object.fromEntries(named.flat());
}

function collect(node, key, found, file) {
  if (typeof node === "string") {
    check(node, key, file);
    found[key] = node;
  } else if (node && typeof node === "object" && "one" in node && "many" in node) {
    check(node.one, key, file);
    check(node.many, key, file);
    found[key] = { one: node.one, many: node.many };
  } else if (node && typeof node === "object" && !Array.isArray(node)) {
    for (const [name, child] of Object.entries(node)) collect(child, key ? `${key}.${name}` : name, found, file);
  } else {
    throw new Error(`${file}: ${key} is no text`);
  }
}

function check(text, key, file) {
  if (text.replace(PLACEHOLDER, "").includes("%")) throw new Error(`${file}: ${key} has a bare % (write %%)`);
}

/** The declaration of the virtual module: which keys there are, and which values each of them needs. */
export function typesOf(texts, module = MODULE) {
  const lines = Object.entries(texts).map(([key, text]) => {
    const plural = typeof text === "object";
    const names = new Set(plural ? ["count"] : []);
    for (const form of plural ? [text.one, text.many] : [text]) {
      for (const match of form.matchAll(PLACEHOLDER)) if (match[1]) names.add(match[1]);
    }
    const values = [...names].map((name) => `${name}: ${plural && name === "count" ? "number" : "string | number"}`);
    return `    ${JSON.stringify(key)}: { ${values.join("; ")} };`;
  });
  return [
    "// Written by tools/write_types.mjs from the locale file.",
    `declare module ${JSON.stringify(module)} {`,
    "  export interface TextValues {",
    ...lines,
    "  }",
    "  type Text = string | { one: string; many: string };",
    "  const texts: Record<keyof TextValues, Text>;",
    "  export default texts;",
    "}",
    "",
  ].join("\n");
}
