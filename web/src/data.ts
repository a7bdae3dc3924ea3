// Reading of what comes as JSON, with care: what is missing or of another kind counts as absent, so that whoever says it may be
// newer than this page.

export type Fields = Record<string, unknown>;

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function fields(data: unknown): Fields {
  return data && typeof data === "object" && !Array.isArray(data) ? (data as Fields) : {};
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** What `read` makes of each item, without those of which it makes nothing. */
export function readList<Item>(data: unknown, read: (item: unknown) => Item | null): Item[] {
  return (Array.isArray(data) ? data : []).map(read).filter((item): item is Item => item !== null);
}

/** The texts of a list, without empty ones. */
export function texts(data: unknown): string[] {
  return readList(data, (item) => text(item) || null);
}

/** The texts of some fields: `askedAt` is what the service calls `asked_at`. */
export function textsOf<Name extends string>(from: Fields, ...names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, text(from[snake(name)])])) as Record<Name, string>;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
