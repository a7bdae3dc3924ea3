import texts, { type TextValues } from "virtual:texts";

type Values<Key extends keyof TextValues> = {} extends TextValues[Key] ? [] : [values: TextValues[Key]];

/** The Danish text of a key, with its placeholders filled; `count` picks the plural's form. */
export function t<Key extends keyof TextValues>(key: Key, ...[values]: Values<Key>): string {
  const found = texts[key];
  const given: Record<string, string | number> = values ?? {};
  const text = typeof found === "string" ? found : found[given["count"] === 1 ? "one" : "many"];
  return text.replace(/%(?:%|\{(\w+)\})/g, (_, name?: string) => (name ? String(given[name]) : "%"));
}

/** Whether there is a text of that key. */
export function known(key: string): key is keyof TextValues & string {
  return Object.hasOwn(texts, key);
}
