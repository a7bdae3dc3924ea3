import { describe, expect, test } from "vitest";
import { isSpoken, readBegun, readEntry, readHandover, readReceipt } from "../src/protocol";

const robot = (custom: unknown, buttons: unknown = []) =>
  readEntry({ number: 2, at: "", kind: "robot", text: "x", custom, buttons });

describe("entries", () => {
  test.each([
    null,
    3,
    "x",
    [],
    {},
    { number: "1", kind: "robot" },
    { number: 1, kind: "handover" },
    { number: 1, kind: "handover", state: "lost" },
    { number: 1 },
  ])(
    "%j is none that is known",
    (data) => expect(readEntry(data)).toBeNull(),
  );

  test("what is missing counts as empty", () => {
    expect(readEntry({ number: 1, kind: "person" })).toEqual({ number: 1, at: "", text: "", kind: "person", name: "", unit: "" });
    expect(robot(undefined, undefined)).toMatchObject({ type: "", answer: null, links: [], buttons: [] });
  });

  test.each([
    ["tel", "tel:+4500000000", true],
    ["mailto", "mailto:x@y.example", true],
    ["url", "https://y.example/", true],
    ["url", "http://y.example/", true],
    ["url", "javascript:alert(1)", false],
    ["tel", "https://y.example/", false],
    ["mailto", "data:text/html,x", false],
    ["constructor", "https://y.example/", false],
    ["url", "not an address", false],
  ])("a link of kind %s to %s: %s", (kind, href, let_through) => {
    const entry = robot({ type: "answer", links: [{ kind, label: "x", href }] });
    expect(entry).toHaveProperty("links.length", let_through ? 1 : 0);
  });

  test("only an answer has parts", () => {
    expect(robot({ type: "answer", short: "x", details: ["a", 3, ""] })).toHaveProperty("answer.details", ["a"]);
    expect(robot({ type: "contact", short: "x" })).toHaveProperty("answer", null);
    expect(robot({ type: "answer" })).toHaveProperty("answer", null);
  });

  test.each(["robot", "waiting", "person", "closed"])("a change to %s says who has it", (state) => {
    const sender = { name: "Lise", unit: "Visitationen" };
    expect(readEntry({ number: 1, kind: "handover", text: "Nu", state, sender })).toMatchObject({ state, ...sender, text: "Nu" });
  });

  test("a rating is no message", () => {
    const entry = readEntry({ number: 1, kind: "rating", stars: 4 });
    expect(entry && isSpoken(entry)).toBe(false);
  });

  test.each([
    [undefined, ""],
    ["queue", "queue"],
    ["callback", "callback"],
  ])("a button that does %s", (does, read) => {
    expect(robot({}, [{ id: "2.0", title: "Ja", does }])).toHaveProperty("buttons", [{ id: "2.0", title: "Ja", does: read }]);
  });

  test.each(["fly", 3, null, {}])("a button that does %j is left out unless it does nothing", (does) => {
    expect(robot({}, [{ id: "2.0", title: "Ja", does }])).toHaveProperty("buttons.length", does === null ? 1 : 0);
  });

  test("a verdict without an entry is none", () => {
    expect(readEntry({ number: 3, kind: "feedback", about: 2, useful: false })).toMatchObject({ about: 2, useful: false });
    expect(readEntry({ number: 3, kind: "feedback" })).toBeNull();
  });
});

test("a conversation without a token has not begun", () => {
  expect(readBegun({ reference: "x" })).toBeNull();
  expect(readBegun({ token: "t", limit: 500, warning_seconds: 60 })).toEqual({
    token: "t",
    reference: "",
    limit: 500,
    idleSeconds: 1800,
    warningSeconds: 60,
  });
});

describe("who has the conversation", () => {
  test("is read with place and time", () => {
    expect(readHandover({ state: "waiting", position: 2, wait_seconds: 240, sender: null, unit: "Visitationen" })).toEqual({
      state: "waiting",
      position: 2,
      waitSeconds: 240,
      sender: null,
    });
  });

  test("names the person only while there is one", () => {
    const sender = { name: "Lise", unit: "Visitationen" };
    expect(readHandover({ state: "person", sender })?.sender).toEqual(sender);
    expect(readHandover({ state: "person" })?.sender).toEqual({ name: "", unit: "" });
    expect(readHandover({ state: "robot", sender })?.sender).toBeNull();
  });

  test.each([null, {}, { state: "asleep" }, { state: 3 }])("%j says nothing", (data) => {
    expect(readHandover(data)).toBeNull();
  });
});

test("a receipt without a number is none", () => {
  expect(readReceipt({ text: "x" })).toBeNull();
  expect(readReceipt({ receipt: "7KQ2-MM4D" })).toEqual({ receipt: "7KQ2-MM4D", text: "" });
});
