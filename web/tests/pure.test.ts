import { describe, expect, test } from "vitest";
import { failureOf } from "../src/api";
import { delay } from "../src/backoff";
import { length } from "../src/characters";
import { contrastWithWhite, DEFAULT_COLOR, ENOUGH, parse, readable } from "../src/color";
import { clock, day, duration } from "../src/dates";
import { missing, pieces } from "../src/links";
import { blocks } from "../src/prose";
import type { Link } from "../src/protocol";

const tel = (label: string): Link => ({ kind: "tel", label, href: `tel:${label}` });

describe("color", () => {
  test.each(["#123f5c", "#000", "#767676"])("%s can be read on white and stays", (color) => {
    const warnings: string[] = [];
    expect(contrastWithWhite(parse(readable(color, (text) => warnings.push(text))))).toBeCloseTo(
      contrastWithWhite(parse(color)),
    );
    expect(warnings).toEqual([]);
  });

  test.each(["#ffd200", "#fff", "#777777", "#7f7fff", "#00ff00"])("%s is darkened until it can be read", (color) => {
    const warnings: string[] = [];
    const contrast = contrastWithWhite(parse(readable(color, (text) => warnings.push(text))));
    expect(contrast).toBeGreaterThanOrEqual(ENOUGH);
    expect(contrast).toBeLessThan(ENOUGH * 1.25);
    expect(warnings).toHaveLength(1);
  });

  test.each(["red", "#12", "url(x)", "#123f5c;}*{"])("%s is no colour", (color) => {
    const warnings: string[] = [];
    expect(readable(color, (text) => warnings.push(text))).toBe(DEFAULT_COLOR);
    expect(warnings).toHaveLength(1);
  });

  test("no colour is no mistake", () => {
    expect(readable(undefined, () => expect.fail())).toBe(DEFAULT_COLOR);
  });
});

describe("links", () => {
  test("a label becomes its link, as often as it stands there", () => {
    const link = tel("00 00");
    expect(pieces("Ring 00 00, ja 00 00.", [link])).toEqual(["Ring ", link, ", ja ", link, "."]);
  });

  test("a label inside a longer number or word is something else", () => {
    expect(pieces("0001 x000 000x", [tel("000")])).toEqual(["0001 x000 000x"]);
    expect(pieces("+000", [tel("000")])).toEqual(["+", tel("000")]);
  });

  test("the longer of two labels at one place wins", () => {
    expect(pieces("00 00 00", [tel("00 00"), tel("00 00 00")])).toEqual([tel("00 00 00")]);
  });

  test("what a text does not hold is told apart", () => {
    expect(missing("Ring 00 00", [tel("00 00"), tel("11 11")])).toEqual([tel("11 11")]);
  });
});

test("lines with a dash are the points of a list", () => {
  expect(blocks("Først:\n– et\n- to\n\nSidst\n– tre")).toEqual([
    { kind: "text", text: "Først:" },
    { kind: "points", items: ["et", "to"] },
    { kind: "text", text: "Sidst" },
    { kind: "points", items: ["tre"] },
  ]);
});

test("lengths are counted in characters", () => {
  expect(length("  å😀\n ")).toBe(2);
});

describe("backoff", () => {
  test("waits grow to half a minute and no further", () => {
    const most = [1, 2, 3, 4, 5, 6, 60].map((failures) => delay(failures, () => 1));
    expect(most).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  test("chance makes them shorter, never shorter than a second", () => {
    expect(delay(1, () => 0)).toBe(1000);
    expect(delay(6, () => 0)).toBe(15_000);
  });
});

describe("failures", () => {
  test.each([400, 404, 413, 422])("%i is refused for good", (status) => {
    expect(failureOf(status, { text: "Nej" }, null)).toEqual({ kind: "refused", text: "Nej" });
  });

  test("422 names the field that has to be put right", () => {
    expect(failureOf(422, { text: "Nej", field: "phone" }, null)).toEqual({ kind: "refused", text: "Nej", field: "phone" });
  });

  test.each([
    [401, "over"],
    [403, "barred"],
    [500, "down"],
    [503, "down"],
  ])("%i is %s", (status, kind) => {
    expect(failureOf(status, null, null)).toEqual({ kind, text: "" });
  });

  test.each([
    ["7", 7],
    [null, 5],
    ["soon", 5],
    ["0", 1],
    ["99999", 300],
  ])("429 with Retry-After %s waits %i seconds", (header, seconds) => {
    expect(failureOf(429, { text: "Vent" }, header)).toEqual({ kind: "later", text: "Vent", seconds });
  });
});

describe("dates", () => {
  test("what is no date is not shown", () => expect(clock("soon")).toBe(""));
  test("a day as files are named", () => expect(day(new Date(2026, 0, 5))).toBe("2026-01-05"));
  test.each([
    [1, "1 sekund"],
    [59, "59 sekunder"],
    [60, "1 minut"],
    [121, "2 minutter og 1 sekund"],
    [-3, "0 sekunder"],
  ])("%i seconds", (seconds, words) => expect(duration(seconds)).toBe(words));
});
