import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Typist } from "../src/typist";

let told: boolean[];
let typist: Typist;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  typist = new Typist((typing) => told.push(typing));
});
afterEach(() => {
  vi.useRealTimers();
});

const write = (seconds: number) => {
  for (let tenth = 0; tenth < seconds * 10; tenth++) {
    typist.wrote();
    vi.advanceTimersByTime(100);
  }
};

describe("a typing citizen", () => {
  test("is told of once every three seconds", () => {
    write(7);
    expect(told).toEqual([true, true, true]);
  });

  test("who falls silent for six seconds has stopped", () => {
    write(1);
    vi.advanceTimersByTime(5000);
    expect(told).toEqual([true]);
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([true, false]);
  });

  test("who sends or leaves has stopped, once", () => {
    write(1);
    typist.rested();
    typist.rested();
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual([true, false]);
  });

  test("who begins again is told of at once", () => {
    write(1);
    typist.rested();
    typist.wrote();
    expect(told).toEqual([true, false, true]);
  });

  test("who never wrote has not stopped", () => {
    typist.rested();
    expect(told).toEqual([]);
  });

  test("is told to nobody when nobody is there any more", () => {
    write(1);
    typist.forget();
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual([true]);
  });
});
