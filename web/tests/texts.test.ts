import { readdirSync, readFileSync } from "node:fs";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readTexts, typesOf } from "../tools/texts.mjs";
import { known, t } from "../src/texts";

const SOURCES = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join("src", name), "utf8"));

describe("texts", () => {
  test("every text is used", () => {
    const all = SOURCES.join("\n");
    const unused = Object.keys(readTexts()).filter((key) => !all.includes(`"${key}"`) && !key.startsWith("welcome.about."));
    expect(unused).toEqual([]);
  });

  test("no Danish stands in the code", () => {
    for (const source of SOURCES) expect(source).not.toMatch(/[æøåÆØÅ]/);
  });

  test("placeholders are filled", () => {
    expect(t("composer.too_long", { over: 2, limit: 1000 })).toMatch(/2 .*1000 /);
  });

  test("the count picks the form", () => {
    expect(t("launcher.unread", { count: 1 })).toBe("1 ny besked");
    expect(t("launcher.unread", { count: 2 })).toBe("2 nye beskeder");
  });

  test("a key that is not there is known to be missing", () => {
    expect(known("welcome.about.any")).toBe(true);
    expect(known("toString")).toBe(false);
  });
});

describe("the locale file", () => {
  const read = (yaml: string) => {
    const file = join(mkdtempSync(join(tmpdir(), "texts-")), "widget.yml");
    writeFileSync(file, yaml);
    return readTexts(file);
  };

  test("keys are joined with dots, plurals stay together", () => {
    expect(read("da: {a: {b: x}, c: {one: 1 x, many: '%{count} x'}}")).toEqual({
      "a.b": "x",
      c: { one: "1 x", many: "%{count} x" },
    });
  });

  test.each(["da: {a: 100 %}", "da: {a: [x]}", "da: {a: }", "en: {a: x}"])("%s is refused", (yaml) => {
    expect(() => read(yaml)).toThrow();
  });

  test("its types name the values that a text needs", () => {
    expect(typesOf(read("da: {a: '%{x} %% %{y}', b: {one: x, many: '%{count}'}, c: x}"))).toMatch(
      /"a": \{ x: string \| number; y: string \| number };\s+"b": \{ count: number };\s+"c": \{ {2}\};/,
    );
  });
});
