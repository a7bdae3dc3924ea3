import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Lookup, REST_MS } from "../src/lookup/lookup";
import { readCatalogue, type Catalogue } from "../src/lookup/protocol";
import { catalogue, DOWN, found, LookupService, OVER, sheet, UNKNOWN } from "./lookup_doubles";

let service: LookupService;
let lookup: Lookup;

beforeEach(() => {
  vi.useFakeTimers();
  service = new LookupService();
  lookup = new Lookup(service.api);
  lookup.begin(readCatalogue(catalogue()) as Catalogue, "a");
});

afterEach(() => {
  lookup.stop();
  vi.useRealTimers();
});

const rest = (ms = REST_MS) => vi.advanceTimersByTimeAsync(ms);
const shown = () => lookup.sheets.map(({ topic, municipality }) => `${topic} ${municipality}`);

async function search(words: string, topics: string[], municipality = "a", changes: object = {}): Promise<void> {
  lookup.type(words);
  await rest();
  await service.last.answer(found(topics, municipality, changes));
}

describe("as one types", () => {
  test("it is asked once the fingers rest", async () => {
    for (const words of ["k", "kl", "kla"]) lookup.type(words);
    await rest(REST_MS - 1);
    expect(service.requests).toEqual([]);
    await rest(1);
    expect(service.requests.map(({ words, municipality }) => [words, municipality])).toEqual([["kla", "a"]]);
  });

  test("what was found is shown, the first one to be read", async () => {
    await search("kla", ["complaint", "contact"]);
    expect(shown()).toEqual(["complaint a", "contact a"]);
    expect(lookup.sheet?.topic).toBe("complaint");
  });

  test("a reply to earlier words is never shown, and its request is given up", async () => {
    lookup.type("k");
    await rest();
    const [early] = service.requests;
    lookup.type("kon");
    expect(early?.signal.aborted).toBe(true);
    await rest();
    await service.last.answer(found(["contact"]));
    await early?.answer(found(["complaint"]));
    expect(shown()).toEqual(["contact a"]);
  });

  test("until the reply comes, what was found before stays and is known to be older", async () => {
    await search("kla", ["complaint"]);
    lookup.type("kon");
    expect([shown(), lookup.stale]).toEqual([["complaint a"], true]);
    await rest();
    await service.last.answer(found(["contact"]));
    expect(lookup.stale).toBe(false);
  });

  test("no words ask nothing, and nothing is left of what was found", async () => {
    await search("kla", ["complaint"]);
    lookup.type("  ");
    await rest();
    expect(service.requests).toHaveLength(1);
    expect([shown(), lookup.asks, lookup.stale]).toEqual([[], false, false]);
  });
});

describe("walking through the answers", () => {
  test("goes round and round", async () => {
    await search("x", ["one", "two", "three"]);
    const walked = ([1, 1, 1, -1] as const).map((by) => {
      lookup.step(by);
      return lookup.sheet?.topic;
    });
    expect(walked).toEqual(["two", "three", "one", "three"]);
  });

  test("another municipality keeps the topic that is read", async () => {
    await search("x", ["one", "two"]);
    lookup.step(1);
    lookup.choose("b");
    await rest();
    await service.last.answer(found(["one", "two"], "b"));
    expect([lookup.sheet?.topic, lookup.sheet?.municipality]).toEqual(["two", "b"]);
  });

  test("other words begin with their first answer", async () => {
    await search("x", ["one", "two"]);
    lookup.step(1);
    await search("y", ["three", "two"]);
    expect(lookup.sheet?.topic).toBe("three");
  });
});

describe("the municipality", () => {
  test("the wished one is chosen; of an unknown one nothing is asked", () => {
    const other = new Lookup(service.api);
    other.begin(readCatalogue(catalogue()) as Catalogue, "nowhere");
    expect([lookup.municipality, other.municipality]).toEqual(["a", "b"]);
  });

  test("one that words name is not chosen: without the name the chosen one counts again", async () => {
    await search("klage c", ["complaint"], "c", { named: true });
    expect([lookup.sheet?.municipality, lookup.municipality]).toEqual(["c", "a"]);
    await search("klage", ["complaint"]);
    expect(service.last.municipality).toBe("a");
  });
});

describe("what is told of the citizen", () => {
  test("goes along with what is asked", async () => {
    lookup.tell({ age: "24" });
    lookup.tell({ pension: "no" });
    lookup.type("kontakt");
    await rest();
    expect(service.last.told).toEqual({ age: "24", pension: "no" });
  });

  test("words go before what was set, and leave it as it was", async () => {
    lookup.tell({ age: "24" });
    await search("34 år", ["contact"], "a", { told: { age: "34", pension: null } });
    expect(lookup.told).toEqual({ age: "34", pension: null });
    lookup.empty();
    expect(lookup.told).toEqual({ age: "24", pension: null });
  });

  test("nothing of it stays for the next citizen", async () => {
    lookup.tell({ age: "24", pension: "yes" });
    await search("kontakt", ["contact"]);
    lookup.anew();
    expect([lookup.words, lookup.set, shown()]).toEqual(["", { age: null, pension: null }, []]);
  });
});

describe("one answer by its address", () => {
  test("is shown alone, with what the address tells", async () => {
    lookup.open("b", "contact", { age: "24", pension: null });
    await rest();
    expect([service.last.words, service.last.municipality, service.last.told.age]).toEqual(["contact", "b", "24"]);
    await service.last.answer(sheet("contact", "b"));
    expect([shown(), lookup.municipality]).toEqual([["contact b"], "b"]);
  });

  test("stays that topic in another municipality", async () => {
    lookup.open("b", "contact");
    await rest();
    lookup.choose("c");
    await rest();
    expect([service.last.words, service.last.municipality]).toEqual(["contact", "c"]);
  });

  test("that does not exist is said, and what is asked next is asked of a municipality that does", async () => {
    lookup.open("nowhere", "contact");
    await rest();
    await service.last.fail(UNKNOWN);
    expect([lookup.failure?.text, shown()]).toEqual(["unknown", []]);
    await search("klage", ["complaint"]);
    expect([service.last.municipality, lookup.failure]).toEqual(["a", null]);
  });
});

describe("a line that is down", () => {
  test("is said, what was found stays, and it is asked again until there is an answer", async () => {
    await search("kla", ["complaint"]);
    lookup.type("kon");
    await rest();
    await service.last.fail(DOWN);
    expect([lookup.lineUp, shown(), lookup.stale]).toEqual([false, ["complaint a"], true]);
    await rest(60_000);
    expect(service.requests).toHaveLength(3);
    await service.last.answer(found(["contact"]));
    expect([lookup.lineUp, shown(), lookup.stale]).toEqual([true, ["contact a"], false]);
  });

  test("is not waited for when the network says that it is back", async () => {
    lookup.type("kon");
    await rest();
    await service.last.fail(DOWN);
    lookup.hurry();
    await rest(0);
    expect(service.requests).toHaveLength(2);
  });

  test("asks for the newest words alone", async () => {
    lookup.type("kon");
    await rest();
    await service.last.fail(DOWN);
    lookup.type("kla");
    await rest(60_000);
    expect(service.requests.map(({ words }) => words)).toEqual(["kon", "kla"]);
  });

  test("is no matter any more when nothing is asked", async () => {
    lookup.type("kon");
    await rest();
    await service.last.fail(DOWN);
    lookup.empty();
    expect(lookup.lineUp).toBe(true);
  });
});

test("after the end of a session the same is asked once more", async () => {
  lookup.type("kon");
  await rest();
  await service.last.fail(OVER);
  expect([lookup.stale, lookup.failure]).toEqual([true, null]);
  lookup.again();
  await rest();
  await service.last.answer(found(["contact"]));
  expect(shown()).toEqual(["contact a"]);
});

describe("whoever wants the answer to what is asked now", () => {
  test("need not wait until the fingers rest", async () => {
    lookup.type("kon");
    const settled = lookup.settled();
    await rest(0);
    await service.last.answer(found(["contact"]));
    expect(await settled).toBe(true);
    await rest();
    expect(service.requests).toHaveLength(1);
  });

  test("gets none where other words came meanwhile", async () => {
    lookup.type("kon");
    const settled = lookup.settled();
    await rest(0);
    await search("kla", ["complaint"]);
    expect(await settled).toBe(false);
  });

  test("gets none while the line is down", async () => {
    await search("kla", ["complaint"]);
    lookup.choose("b");
    const settled = lookup.settled();
    await rest();
    await service.last.fail(DOWN);
    expect(await settled).toBe(false);
  });
});

test("a service that reads letters alone is asked again whether it understands by now", async () => {
  service.there = catalogue({ understands: true });
  lookup.begin(readCatalogue(catalogue({ understands: false })) as Catalogue, "a");
  expect(lookup.catalogue?.understands).toBe(false);
  await rest(60_000);
  expect(lookup.catalogue?.understands).toBe(true);
});
