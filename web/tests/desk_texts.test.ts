import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { t, useTexts, word } from "../src/desk/texts";
import { DESK_LOCALE_FILE, readTexts } from "../tools/texts.mjs";

const SOURCE = readdirSync("src/desk", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join("src/desk", name), "utf8"))
  .join("\n");
const SHELL = readFileSync("../bot/server/pages/shell.html", "utf8");
const KEYS = Object.keys(readTexts(DESK_LOCALE_FILE));
const called = (pattern: RegExp, text: string): string[] => [...new Set([...text.matchAll(pattern)].map((found) => found[1] ?? ""))];
const USED = called(/\bt\(\s*"([a-z_.]+)"/g, SOURCE);
const WORDS = called(/\bword\(\s*"([a-z_.]+)"/g, SOURCE);
const STATIC = called(/say\(page ~ "\.([a-z_.]+)"\)/g, SHELL);

describe("the desk's wording", () => {
  test.each([...USED, ...STATIC])("%s is there", (key) => {
    expect(KEYS).toContain(key);
  });

  test.each(WORDS)("there are words below %s", (key) => {
    expect(KEYS.filter((one) => one.startsWith(`${key}.`))).not.toEqual([]);
  });

  test("nothing of it is left over", () => {
    const left = KEYS.filter((key) => !USED.includes(key) && !STATIC.includes(key) && !WORDS.some((one) => key.startsWith(`${one}.`)));
    expect(left).toEqual([]);
  });

  test.each(["asked", "misunderstood", "danger", "not_helpful", "not_stated", "forwarded", "lost"])("why a person was asked for: %s", (why) => {
    expect(KEYS).toContain(`why.${why}`);
  });

  test.each(["conversation", "callback", "search", "export", "erase"])("what was read: %s", (what) => {
    expect(KEYS).toContain(`what.${what}`);
  });

  test.each(["open", "not_reached", "reached", "done"])("the state of a call-back: %s", (state) => {
    expect(KEYS).toContain(`callbacks.state.${state}`);
  });
});

describe("texts at run time", () => {
  beforeEach(() => {
    useTexts({ cancel: "100 %%", page: "x %{page}", header: { waiting: { one: "1!", many: "%{count}!!" } }, why: { asked: "So" } });
  });

  test("a percent sign stands once", () => expect(t("cancel")).toBe("100 %"));
  test("placeholders are filled", () => expect(t("page", { page: 3 })).toBe("x 3"));
  test("the count picks the form", () => {
    expect([1, 2].map((count) => t("header.waiting", { count }))).toEqual(["1!", "2!!"]);
  });
  test("a key that the service does not know is shown itself", () => expect(t("loading")).toBe("loading"));
  test("a word of the contract has its text", () => expect(word("why", "asked")).toBe("So"));
  test("a word that is not known is shown as it is", () => expect(word("why", "new_reason")).toBe("new_reason"));
  test("what is no data leaves no texts", () => {
    useTexts(null);
    expect(t("cancel")).toBe("cancel");
  });
});
