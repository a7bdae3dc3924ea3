// The few things of Node that the tests use; its own types would let the widget use them too.
declare function setImmediate(call: (value?: unknown) => void): void;
declare module "node:fs" {
  export function readdirSync(path: string, options: { recursive: boolean; encoding: "utf8" }): string[];
  export function readFileSync(path: string, encoding: "utf8"): string;
  export function writeFileSync(path: string, text: string): void;
  export function mkdtempSync(prefix: string): string;
}
declare module "node:os" {
  export function tmpdir(): string;
}
declare module "node:path" {
  export function join(...parts: string[]): string;
}
declare module "*/texts.mjs" {
  export function readTexts(file?: string): Record<string, string | { one: string; many: string }>;
  export function typesOf(texts: Record<string, string | { one: string; many: string }>): string;
}
