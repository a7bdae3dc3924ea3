import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LOOKUP_LOCALE_FILES, readNamedTexts } from "../tools/texts.mjs";

const SOURCE = readdirSync("src/lookup", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join("src/lookup", name), "utf8"))
  .join("\n");
const SHELL = readFileSync("../bot/server/pages/shell.html", "utf8");
const KEYS = Object.keys(readNamedTexts(LOOKUP_LOCALE_FILES));
const called = (pattern: RegExp, text: string): string[] => [...new Set([...text.matchAll(pattern)].map((found) => found[1] ?? ""))];
const USED = called(/\bt\(\s*"([a-z_.]+)"/g, SOURCE);
const WORDS = called(/\bword\(\s*"([a-z_.]+)"/g, SOURCE);
const STATIC = called(/say\(page ~ "\.([a-z_.]+)"\)/g, SHELL).map((key) => `lookup.${key}`);

describe("the wording of looking up", () => {
  test.each([...USED, ...STATIC])("%s is there", (key) => {
    expect(KEYS).toContain(key);
  });

  test("nothing of the page's own is left over", () => {
    expect(KEYS.filter((key) => key.startsWith("lookup.") && !USED.includes(key) && !STATIC.includes(key))).toEqual([]);
  });

  test.each(["stated", "needs", "not_stated", "not_covered", "expired"])("how far it can be relied on: %s", (status) => {
    expect(KEYS).toContain(`sheet.status.${status}`);
    expect(WORDS).toContain("sheet.status");
  });

  test.each(["proposal", "undated", "old"])("why to look twice: %s", (mark) => {
    expect(KEYS).toContain(`sheet.mark.${mark}`);
    expect(WORDS).toContain("sheet.mark");
  });
});
