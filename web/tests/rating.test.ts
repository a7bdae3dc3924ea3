import { beforeEach, describe, expect, test } from "vitest";
import type { Result } from "../src/api";
import { type HandoverState, readEntry, type SpokenEntry } from "../src/protocol";
import { endedTalk, Rating } from "../src/rating";
import { Store } from "../src/store";
import { storage } from "./doubles";

const changes = (...states: HandoverState[]) =>
  states.map((state, index) => {
    const sender = state === "person" ? { name: "Lise" } : null;
    return readEntry({ number: index + 1, kind: "handover", text: "x", state, sender }) as SpokenEntry;
  });

describe("the talk that has ended", () => {
  test.each<[HandoverState[], number | null]>([
    [[], null],
    [["waiting"], null],
    [["waiting", "robot"], null],
    [["waiting", "person"], null],
    [["waiting", "person", "robot"], 3],
    [["person", "closed"], 2],
    [["person", "person", "robot"], 3],
    [["person", "waiting"], null],
    [["person", "waiting", "robot"], null],
    [["person", "waiting", "person", "robot"], 4],
    [["person", "robot", "waiting", "robot"], 2],
    [["person", "robot", "waiting", "person"], null],
  ])("after %j is the one that entry %j ended", (states, number) => {
    expect(endedTalk(changes(...states))?.number ?? null).toBe(number);
  });

  test("was with the person who had it last", () => {
    expect(endedTalk(changes("person", "robot"))?.name).toBe("Lise");
  });
});

describe("a rating", () => {
  const entries = changes("waiting", "person", "robot");
  let tab: ReturnType<typeof storage>;
  let answer: Result<unknown>;
  let sent: [number, string][];

  const open = () =>
    new Rating(
      new Store("a", tab),
      async (stars, comment) => {
        sent.push([stars, comment]);
        return answer;
      },
      () => undefined,
    );

  beforeEach(() => {
    tab = storage();
    answer = { ok: true, value: null };
    sent = [];
  });

  test("is asked for once, and not again after a reload", async () => {
    const rating = open();
    const talk = rating.due(entries, 0);
    expect(talk).toEqual({ number: 3, name: "Lise" });
    rating.stars = 4;
    rating.comment = " Fint ";
    expect(talk && (await rating.send(talk))).toBeNull();
    expect(sent).toEqual([[4, "Fint"]]);
    expect(rating.thanked).toBe(true);
    expect(rating.due(entries, 0)).toBeNull();
    expect(open().due(entries, 0)).toBeNull();
  });

  test("that is skipped is not asked for again", () => {
    const rating = open();
    const talk = rating.due(entries, 0);
    if (talk) rating.skip(talk);
    expect(open().due(entries, 0)).toBeNull();
    expect(rating.thanked).toBe(false);
    expect(sent).toEqual([]);
  });

  test("of another talk is asked for", () => {
    const rating = open();
    const talk = rating.due(entries, 0);
    if (talk) rating.skip(talk);
    expect(rating.due(changes("waiting", "person", "robot", "waiting", "person", "robot"), 0)?.number).toBe(6);
  });

  test("given elsewhere is not asked for here", () => {
    expect(open().due(entries, 4)).toBeNull();
  });

  test("that does not arrive stays, with what was written", async () => {
    answer = { ok: false, failure: { kind: "down", text: "" } };
    const rating = open();
    rating.stars = 2;
    rating.comment = "Nej";
    expect(await rating.send({ number: 3, name: "" })).toEqual({ kind: "down", text: "" });
    expect(rating).toMatchObject({ stars: 2, comment: "Nej", thanked: false });
    expect(rating.due(entries, 0)).not.toBeNull();
  });

  test("never stands in the tab's storage", () => {
    open().comment = "hemmeligt";
    expect(JSON.stringify(tab.items)).not.toContain("hemmeligt");
  });
});
