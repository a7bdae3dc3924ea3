// The desk's wording: fetched once, when the page starts. The locale file itself is known to the compiler alone.

import type { TextValues } from "virtual:desk-texts";
import { fields } from "../data";

type Values<Key extends keyof TextValues> = {} extends TextValues[Key] ? [] : [values: TextValues[Key]];
type Text = string | { one: string; many: string };
/** A key of the desk's wording. */
export type Key = keyof TextValues & string;

let texts = new Map<string, Text>();

/** Take the wording as nested data; what was there before goes. */
export function useTexts(data: unknown): void {
  texts = new Map();
  collect(data, "");
}

/** The Danish text of a key, with its placeholders filled; `count` picks the plural's form. An older service may not know a key: then it is shown itself. */
export function t<Name extends Key>(key: Name, ...[values]: Values<Name>): string {
  return filled(key, values ?? {});
}

/** The text of a word of the contract (`why`, `reason` …) below a key; one that a newer service has invented is shown as it is. */
export function word(key: string, value: string): string {
  return texts.has(`${key}.${value}`) ? filled(`${key}.${value}`, {}) : value;
}

function filled(key: string, given: Record<string, string | number>): string {
  const found = texts.get(key);
  if (found === undefined) return key;
  const text = typeof found === "string" ? found : found[given["count"] === 1 ? "one" : "many"];
  return text.replace(/%(?:%|\{(\w+)\})/g, (_, name?: string) => (name ? String(given[name] ?? "") : "%"));
}

function collect(node: unknown, key: string): void {
  if (typeof node === "string") return void texts.set(key, node);
  const { one, many, ...others } = fields(node);
  if (typeof one === "string" && typeof many === "string") texts.set(key, { one, many });
  for (const [name, child] of Object.entries(others)) collect(child, key ? `${key}.${name}` : name);
}
