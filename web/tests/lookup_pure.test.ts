import { describe, expect, test } from "vitest";
import { readAge } from "../src/lookup/age";
import { answerAddress, browseAddress, compareAddress, placeOf, type Place } from "../src/lookup/addresses";
import { Trail } from "../src/lookup/history";
import { KEYS, type Command } from "../src/lookup/keys";
import { readCatalogue, readFound, readSheet, readTold, type Sheet, type Told } from "../src/lookup/protocol";
import { Shortcuts } from "../src/keys";
import { catalogue, found, sheet } from "./lookup_doubles";

const NOBODY: Told = { age: null, pension: null };
const at = (address: string): Place => {
  const { pathname, search } = new URL(address, "https://example.org");
  return placeOf({ pathname, search });
};

describe("addresses", () => {
  test.each(["/lookup", "/lookup/"])("%s is the search", (address) => {
    expect(at(address)).toEqual({ name: "search", told: NOBODY });
  });

  test.each([
    ["/lookup/a/processing-time", "processing-time", NOBODY],
    ["/lookup/a/sagsbehandlingstid?age=24&pension=no", "sagsbehandlingstid", { age: "24", pension: "no" }],
    ["/lookup/a/x%C3%A6?pension=perhaps", "xæ", NOBODY],
  ])("%s is an answer", (address, topic, told) => {
    expect(at(address)).toEqual({ name: "answer", municipality: "a", topic, told });
  });

  test.each(["/lookup/a", "/lookup/compare", "/lookup/compare/contact", "/lookup/coverage", "/lookup/compare?a=a&b=b", "/lookup/a/b/c"])(
    "%s is written by the service",
    (address) => expect(at(address)).toEqual({ name: "written" }),
  );

  test("what is no encoding is no end of the page", () => {
    expect(placeOf({ pathname: "/lookup/a/%E0", search: "" })).toMatchObject({ name: "answer", topic: "%E0" });
  });

  const one = readSheet(sheet("processing_time", "a")) as Sheet;
  test.each<[string, Told]>([
    ["/lookup/a/processing-time", NOBODY],
    ["/lookup/a/processing-time?age=0-29&pension=yes", { age: "0-29", pension: "yes" }],
  ])("%s comes back to the answer", (address, told) => {
    expect(answerAddress(one, told)).toBe(address);
    expect(at(address)).toEqual({ name: "answer", municipality: "a", topic: "processing-time", told });
  });

  test("a comparison is of a topic, or asks for one", () => {
    expect(compareAddress("processing_time", { age: "24", pension: null })).toBe("/lookup/compare/processing-time?age=24");
    expect(compareAddress(null)).toBe("/lookup/compare");
  });

  test("a name is no path", () => expect(browseAddress("a/b?c")).toBe("/lookup/a%2Fb%3Fc"));
});

describe("the trail of addresses", () => {
  function walk() {
    const location = { pathname: "/lookup", search: "" };
    const entries = ["/lookup"];
    const go = (address: string) => {
      const { pathname, search } = new URL(address, "https://example.org");
      Object.assign(location, { pathname, search });
    };
    const history = {
      pushState: (_: unknown, __: string, address: string) => (entries.push(address), go(address)),
      replaceState: (_: unknown, __: string, address: string) => (entries.splice(-1, 1, address), go(address)),
    } as unknown as History;
    const trail = new Trail(history, location);
    const read = (topic: string | null, changes: object = {}) =>
      trail.follow({ stale: false, failure: null, told: NOBODY, sheet: topic === null ? null : (readSheet(sheet(topic)) as Sheet), ...changes });
    return { entries, go, read, trail };
  }

  test("the first answer is a step, and those that come while one types take its place", () => {
    const { entries, read } = walk();
    read(null);
    for (const topic of ["contact", "complaint"]) read(topic);
    expect(entries).toEqual(["/lookup", "/lookup/a/complaint"]);
  });

  test("an answer that one has gone to stays behind the next one", () => {
    const { entries, read, trail } = walk();
    read(null);
    read("contact");
    trail.keep();
    read("complaint");
    expect(entries).toEqual(["/lookup", "/lookup/a/contact", "/lookup/a/complaint"]);
  });

  test("an address that names the answer in another way becomes the usual one, without a step", () => {
    const { entries, go, read } = walk();
    go("/lookup/a/kontakt");
    read("contact");
    expect(entries).toEqual(["/lookup/a/contact"]);
  });

  test("going back makes no step", () => {
    const { entries, go, read, trail } = walk();
    read(null);
    read("contact");
    entries.pop();
    go("/lookup");
    expect(trail.went()).toMatchObject({ name: "search" });
    read(null);
    expect(entries).toEqual(["/lookup"]);
  });

  test.each([{ stale: true }, { failure: {} }])("what is not settled changes nothing: %o", (changes) => {
    const { entries, read } = walk();
    read("contact", changes);
    expect(entries).toEqual(["/lookup"]);
  });
});

describe("what the service says", () => {
  test("one's own municipalities come first, the others keep their order", () => {
    expect(readCatalogue(catalogue({ own: ["c"] }))?.municipalities.map(({ slug }) => slug)).toEqual(["c", "a", "b"]);
  });

  test.each([null, {}, { municipalities: [] }])("%o is no catalogue", (data) => expect(readCatalogue(data)).toBeNull());

  test("a search is read with what goes before its answers", () => {
    const read = readFound(found(["contact"], "a", { named: true, not_covered: ["X"], danger: { text: "112!" }, circumstances: [{ name: "Age", value: "24" }] }));
    expect(read).toMatchObject({ named: true, notCovered: ["X"], danger: "112!", circumstances: [{ name: "Age", value: "24" }] });
  });

  test("an answer without its short sentence is none", () => {
    expect(readSheet(sheet("contact", "a", { answer: { short: "" } }))).toBeNull();
    expect(readFound({ ...found([]), answers: [sheet(), { topic: "x" }] })?.answers).toHaveLength(1);
  });

  test("only links that may be followed are links", () => {
    const links = [
      { kind: "tel", label: "1", href: "tel:1" },
      { kind: "url", label: "2", href: "javascript:alert(1)" },
    ];
    expect(readSheet(sheet("contact", "a", { answer: { short: "x", links } }))?.links.map(({ label }) => label)).toEqual(["1"]);
  });

  test("what is told and not understood counts as not told", () => {
    expect(readTold({ age: 24, pension: true })).toEqual(NOBODY);
    expect(readTold({ age: "30-", pension: "no" })).toEqual({ age: "30-", pension: "no" });
  });
});

test.each([
  ["24", "24"],
  [" 0-29 ", "0-29"],
  ["30-", "30-"],
  ["", null],
  ["x", undefined],
  ["-5", undefined],
  ["30-20", undefined],
  ["1234", undefined],
])("the age %s is asked as %s", (written, age) => expect(readAge(written)).toBe(age));

describe("keys", () => {
  const press = (key: string) => ({ key, ctrlKey: false, altKey: false, metaKey: false, isComposing: false });

  test.each(Object.entries(KEYS) as [Command, string][])("%s is %s", (command, key) => {
    expect(new Shortcuts<Command>(KEYS).press(press(key), 0)).toBe(command);
  });

  test("no key does two things", () => expect(new Set(Object.values(KEYS)).size).toBe(Object.values(KEYS).length));
});
