import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { partner, personOf, place, PlaceNews, wait, WITH_ROBOT } from "../src/person";
import type { Handover } from "../src/protocol";

const waiting = (position: number | null, waitSeconds: number | null = null): Handover => ({
  ...WITH_ROBOT,
  state: "waiting",
  position,
  waitSeconds,
});

describe("words", () => {
  test.each([
    [1, "Du er den næste i køen."],
    [2, "Du er nummer 2 i køen."],
    [null, ""],
  ])("place %j", (position, words) => expect(place(waiting(position))).toBe(words));

  test.each([
    [null, /kan ikke sige/],
    [20, /under et minut/],
    [60, /omkring 1 minut\./],
    [241, /omkring 5 minutter\./],
  ])("a wait of %j seconds is given in whole minutes, or not at all", (seconds, words) => {
    expect(wait(waiting(2, seconds))).toMatch(words);
  });

  test("a partner is named only while a person has the conversation", () => {
    const sender = { name: "Lise", unit: "Visitationen" };
    expect(partner({ ...WITH_ROBOT, state: "person", sender })).toBe("Lise");
    expect(partner({ ...WITH_ROBOT, state: "person", sender: { name: "", unit: "" } })).not.toBe("");
    expect(partner(waiting(1))).toBe("");
  });

  test("a unit goes with a name", () => expect(personOf({ name: "Lise", unit: "Visitationen" })).toBe("Lise, Visitationen"));
});

describe("news of the place in the queue", () => {
  let told: string[];
  let news: PlaceNews;

  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    news = new PlaceNews((text) => told.push(text));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("come with the waiting time at first", () => {
    news.hear(waiting(3, 240));
    expect(told).toEqual([`${place(waiting(3))} ${wait(waiting(3, 240))}`]);
  });

  test("come when the place changes, not when only the time does", () => {
    news.hear(waiting(3, 240));
    vi.advanceTimersByTime(60_000);
    news.hear(waiting(3, 180));
    news.hear(waiting(2, 180));
    expect(told.slice(1)).toEqual([place(waiting(2))]);
  });

  test("that follow each other quickly are told once, as they stand then", () => {
    news.hear(waiting(5));
    for (const position of [4, 3, 2]) news.hear(waiting(position));
    vi.advanceTimersByTime(20_000);
    expect(told.slice(1)).toEqual([place(waiting(2))]);
  });

  test("end with the waiting", () => {
    news.hear(waiting(3));
    news.hear(waiting(2));
    news.hear(WITH_ROBOT);
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(1);
    news.hear(waiting(3));
    expect(told).toHaveLength(2);
  });

  test("without a place are none", () => {
    news.hear(waiting(null));
    expect(told).toEqual([]);
  });
});
