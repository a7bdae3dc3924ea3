import { describe, expect, test } from "vitest";
import { Outbox } from "../src/outbox";
import type { Entry } from "../src/protocol";
import { Store } from "../src/store";
import { Timeline } from "../src/timeline";
import { storage } from "./doubles";

const citizen = (number: number, clientId: string): Entry => ({ number, at: "", text: "x", kind: "citizen", clientId });
const robot = (number: number): Entry => ({
  number,
  at: "",
  text: "x",
  kind: "robot",
  type: "",
  answer: null,
  links: [],
  buttons: [],
});

describe("outbox", () => {
  test("sends the oldest first, and passes over what was refused", () => {
    const box = new Outbox([], () => undefined);
    const one = box.add("one");
    const two = box.add("two");
    expect(box.next()?.id).toBe(one.id);
    box.mark(one.id, "refused", { reason: "no" });
    expect(box.next()?.id).toBe(two.id);
    box.mark(two.id, "sent");
    expect(box.next()).toBeNull();
  });

  test("keeps what is not sent, and nothing else", () => {
    let kept: unknown[] = [];
    const box = new Outbox([], (unsent) => (kept = unsent));
    const one = box.add("one");
    box.add("two");
    box.mark(one.id, "sent");
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({ text: "two" });
  });

  test("gives back what was typed lately and did not go", () => {
    const box = new Outbox([], () => undefined);
    box.add("old", "", 10);
    box.add("new", "", 20);
    box.add("pressed", "1.0", 20);
    expect(box.unsentSince(15)).toEqual(["new"]);
  });
});

describe("timeline", () => {
  test("takes an entry once", () => {
    const line = new Timeline();
    expect(line.add(1, citizen(1, "a"))).toBe(true);
    expect(line.add(1, citizen(1, "a"))).toBe(false);
    expect(line.shown([])).toHaveLength(1);
  });

  test("what waited keeps its place when it arrives", () => {
    const line = new Timeline();
    const box = new Outbox([], () => undefined);
    const { id } = box.add("x");
    expect(line.shown(box.items).map(({ key }) => key)).toEqual([id]);
    line.add(1, citizen(1, id));
    expect(line.shown(box.items).map(({ key }) => key)).toEqual([id]);
  });

  test("buttons are current until the citizen says something", () => {
    const line = new Timeline();
    line.add(1, citizen(1, "a"));
    line.add(2, robot(2));
    line.add(3, robot(3));
    const box = new Outbox([], () => undefined);
    expect(line.shown(box.items).map(({ current }) => current)).toEqual([false, true, true]);
    box.add("x");
    expect(line.shown(box.items).some(({ current }) => current)).toBe(false);
  });

  test("an entry of an unknown kind counts and is not shown", () => {
    const line = new Timeline();
    line.add(1, null);
    expect(line.last).toBe(1);
    expect(line.shown([])).toEqual([]);
  });

  test("a receipt stands behind the entry that it came after", () => {
    const line = new Timeline();
    line.add(1, citizen(1, "a"));
    line.add(2, robot(2));
    line.add(3, robot(3));
    const receipt = { receipt: "r", after: 2, at: 0 };
    expect(line.shown([], [receipt]).map(({ key }) => key)).toEqual(["a", "2", "r", "3"]);
  });

  test("a rating counts and is not shown", () => {
    const line = new Timeline();
    line.add(1, { number: 1, at: "", text: "", kind: "rating" });
    expect(line.shown([])).toEqual([]);
    expect(line.rated).toBe(1);
  });

  test("the newest verdict counts", () => {
    const line = new Timeline();
    line.add(1, robot(1));
    line.add(2, { number: 2, at: "", text: "", kind: "feedback", about: 1, useful: true });
    line.add(3, { number: 3, at: "", text: "", kind: "feedback", about: 1, useful: false });
    expect(line.shown([])[0]?.useful).toBe(false);
  });

  test("counts what the other side said after a number", () => {
    const line = new Timeline();
    line.add(1, robot(1));
    line.add(2, citizen(2, "a"));
    line.add(3, robot(3));
    expect(line.unread(1)).toBe(1);
  });
});

describe("store", () => {
  test("outlives a reload", () => {
    const tab = storage();
    new Store("a", tab).keep({ token: "t", heard: 3, draft: "x", open: true });
    expect(new Store("a", tab).kept).toMatchObject({ token: "t", heard: 3, draft: "x", open: true });
    expect(new Store("b", tab).kept.token).toBe("");
  });

  test("what was on its way is sent again, what was refused is not", () => {
    const tab = storage();
    const store = new Store("a", tab);
    const box = new Outbox([], (queue) => store.keep({ queue }));
    const one = box.add("one");
    const two = box.add("two");
    box.mark(one.id, "sending");
    box.mark(two.id, "refused", { reason: "no" });
    expect(new Store("a", tab).kept.queue.map(({ state, reason }) => [state, reason])).toEqual([
      ["waiting", ""],
      ["refused", "no"],
    ]);
  });

  test("forgets everything but whether it is open", () => {
    const tab = storage();
    const store = new Store("a", tab);
    store.keep({ token: "t", draft: "secret", open: true });
    store.forget();
    expect(JSON.stringify(tab.items)).not.toContain("secret");
    expect(store.kept).toMatchObject({ token: "", open: true });
  });

  test("rubbish in the storage is nothing", () => {
    const tab = storage();
    tab.setItem("a", '{"token": 3, "queue": [1, {"id": ""}], "open": "yes"}');
    expect(new Store("a", tab).kept).toMatchObject({ token: "", queue: [], open: false });
    tab.setItem("a", "{");
    expect(new Store("a", tab).kept.token).toBe("");
  });

  test("a storage that refuses costs only the memory over a reload", () => {
    const refuse = () => {
      throw new Error("blocked");
    };
    const store = new Store("a", { getItem: refuse, setItem: refuse, removeItem: refuse });
    store.keep({ token: "t" });
    expect(store.kept.token).toBe("t");
    store.forget();
    expect(store.kept.token).toBe("");
  });
});
