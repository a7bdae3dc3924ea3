import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Closing } from "../src/closing";

let closing: Closing;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  closing = new Closing();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the time at which a conversation closes", () => {
  test("is unknown at first, and once it is forgotten", () => {
    expect(closing.known).toBe(false);
    closing.in(60);
    closing.forget();
    expect(closing.left(0)).toBeNull();
  });

  test.each([
    [0, 60],
    [59_001, 1],
    [60_000, 0],
    [90_000, 0],
  ])("leaves at %i ms of a minute %i s", (now, left) => {
    closing.in(60);
    expect(closing.left(now)).toBe(left);
  });

  test.each([
    [60_001, false],
    [90_000, false],
    [90_001, true],
  ])("is overdue at %i ms of a minute: %s", (now, overdue) => {
    closing.in(60);
    expect(closing.overdue(now)).toBe(overdue);
  });

  test("is never overdue where nobody knows it", () => {
    expect(closing.overdue(Number.MAX_SAFE_INTEGER)).toBe(false);
  });
});
