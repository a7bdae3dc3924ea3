// Wording that a page fetches when it starts. The locale file itself is known to the compiler alone.

import { fields } from "./data";

type Text = string | { one: string; many: string };
type Values<Texts, Key extends keyof Texts> = {} extends Texts[Key] ? [] : [values: Texts[Key]];

/** Texts by their keys; `Texts` says which there are, and which values each of them needs. */
export class Wording<Texts> {
  #texts = new Map<string, Text>();

  /** Take the wording as nested data; what was there before goes. */
  readonly use = (data: unknown): void => {
    this.#texts = new Map();
    this.#collect(data, "");
  };

  /** The Danish text of a key, with its placeholders filled; `count` picks the plural's form. An older service may not know a key: then it is shown itself. */
  readonly t = <Name extends keyof Texts & string>(key: Name, ...[values]: Values<Texts, Name>): string => {
    return this.#filled(key, (values ?? {}) as Record<string, string | number>);
  };

  /** The text of a word of the contract (`why`, `status` …) below a key; one that a newer service has invented is shown as it is. */
  readonly word = (key: string, value: string): string => {
    return this.#texts.has(`${key}.${value}`) ? this.#filled(`${key}.${value}`, {}) : value;
  };

  #filled(key: string, given: Record<string, string | number>): string {
    const found = this.#texts.get(key);
    if (found === undefined) return key;
    const text = typeof found === "string" ? found : found[given["count"] === 1 ? "one" : "many"];
    return text.replace(/%(?:%|\{(\w+)\})/g, (_, name?: string) => (name ? String(given[name] ?? "") : "%"));
  }

  #collect(node: unknown, key: string): void {
    if (typeof node === "string") return void this.#texts.set(key, node);
    const { one, many, ...others } = fields(node);
    if (typeof one === "string" && typeof many === "string") this.#texts.set(key, { one, many });
    for (const [name, child] of Object.entries(others)) this.#collect(child, key ? `${key}.${name}` : name);
  }
}
