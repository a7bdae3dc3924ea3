import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Alerts } from "../src/desk/alerts";
import { answeredSince, asking, cardOf, recipients } from "../src/desk/board";
import { Drafts } from "../src/desk/drafts";
import { Preferences } from "../src/desk/preferences";
import { readBoard, readCard, type Card } from "../src/desk/protocol/board";
import { readDeskEntry } from "../src/desk/protocol/conversation";
import { readSession } from "../src/desk/protocol/session";
import { matching, moved, queryOf } from "../src/desk/ready";
import { hashOf, routeOf, type Route } from "../src/desk/routes";
import { deskFailureOf } from "../src/desk/session_line";
import { KEYS, type Command } from "../src/desk/shortcuts";
import { useTexts } from "../src/desk/texts";
import { Typing } from "../src/desk/typing";
import { isLate, secondsSince, waited } from "../src/desk/waiting";
import { Shortcuts, takesText } from "../src/keys";
import { storage } from "./doubles";
import { board, card, session } from "./desk_doubles";

const read = (changes: object = {}): Card => readCard(card(changes)) as Card;

describe("places", () => {
  test.each<Route>([
    { name: "queue" },
    { name: "conversation", reference: "7KQ2-MM4D" },
    { name: "callbacks", state: "open" },
    { name: "callbacks", state: "done" },
    { name: "search", q: "", municipality: "", page: 1 },
    { name: "search", q: "ja & nej?", municipality: "a", page: 3 },
    { name: "audit", page: 2 },
  ])("a reload comes back to $name", (route) => {
    expect(routeOf(hashOf(route))).toEqual(route);
  });

  test.each(["", "#", "#/nowhere", "#/conversation", "#/conversation/a b", "#/conversation/<x>"])("%s is the queue", (hash) => {
    expect(routeOf(hash)).toEqual({ name: "queue" });
  });

  test.each(["0", "-1", "x", "1.5"])("page %s is the first", (page) => {
    expect(routeOf(`#/audit?page=${page}`)).toEqual({ name: "audit", page: 1 });
  });
});

describe("waiting", () => {
  const at = "2026-01-01T10:00:00Z";
  const after = (seconds: number) => new Date(at).getTime() + seconds * 1000;

  beforeEach(() => {
    useTexts({ wait: { seconds: "%{seconds} s", minutes: "%{minutes} m %{seconds} s", hours: "%{hours} h %{minutes} m" } });
  });

  test.each([
    [0, "0 s"],
    [59, "59 s"],
    [60, "1 m 0 s"],
    [3599, "59 m 59 s"],
    [3660, "1 h 1 m"],
  ])("%i seconds are read at a glance", (seconds, words) => expect(waited(seconds)).toBe(words));

  test("time counts from when a person was asked for", () => expect(secondsSince(at, after(61))).toBe(61));
  test("a service whose clock is ahead makes nobody wait less than nothing", () => expect(secondsSince(at, after(-5))).toBe(0));
  test("what is no moment has not passed", () => expect(secondsSince("", after(0))).toBe(0));
  test.each([
    [180, false],
    [181, true],
  ])("after %i of 180 seconds late is %s", (seconds, late) => expect(isLate(at, after(seconds), 180)).toBe(late));
});

describe("alerts", () => {
  const [one, other] = [read({ reference: "A" }), read({ reference: "B" })];

  test("each conversation is said once", () => {
    const alerts = new Alerts();
    expect(alerts.update([one])).toEqual([one]);
    expect(alerts.update([one, other])).toEqual([other]);
    expect(alerts.update([one, other])).toEqual([]);
  });

  test("who comes back into the queue is new again", () => {
    const alerts = new Alerts();
    alerts.update([one]);
    alerts.update([]);
    expect(alerts.update([one])).toEqual([one]);
  });

  test("it rings at once, then at intervals, until all are seen", () => {
    const alerts = new Alerts();
    alerts.update([one, other]);
    expect([0, 1000, 14_999, 15_000, 16_000].map((now) => alerts.due(now, 15))).toEqual([true, false, false, true, false]);
    alerts.see("A");
    expect(alerts.due(30_000, 15)).toBe(true);
    alerts.see();
    expect(alerts.due(60_000, 15)).toBe(false);
  });

  test("a new one rings without waiting for the interval", () => {
    const alerts = new Alerts();
    alerts.update([one]);
    alerts.due(0, 15);
    alerts.update([one, other]);
    expect(alerts.due(1000, 15)).toBe(true);
  });

  test("whom a colleague has taken rings no more", () => {
    const alerts = new Alerts();
    alerts.update([one]);
    alerts.update([]);
    expect(alerts.unseen).toEqual([]);
  });
});

describe("the board", () => {
  test("what asks for something: who waits, and own conversations with words that are not answered", () => {
    const found = readBoard(board({ waiting: [card()], mine: [card({ unread: 2 }), card({ unread: 0 })], others: [card({ unread: 9 })] }));
    expect(asking(found)).toBe(2);
  });

  test("a citizen who has written in a conversation that is not open is told of", () => {
    const before = readBoard(board({ mine: [card({ reference: "A", unread: 1 }), card({ reference: "B" }), card({ reference: "C" })] }));
    const now = readBoard(board({ mine: [card({ reference: "A", unread: 2 }), card({ reference: "B", unread: 1 }), card({ reference: "C" })] }));
    expect(answeredSince(before, now, "B").map(({ reference }) => reference)).toEqual(["A"]);
  });

  test("a conversation that was just claimed is no news", () => {
    const now = readBoard(board({ mine: [card({ unread: 3 })] }));
    expect(answeredSince(readBoard(board()), now, "")).toEqual([]);
  });

  test("a conversation is found in whatever list it is", () => {
    expect(cardOf(readBoard(board({ others: [card({ reference: "X" })] })), "X")?.reference).toBe("X");
    expect(cardOf(readBoard(board()), "X")).toBeNull();
  });

  test("it is given to those that are there first, and only for their municipality", () => {
    const colleague = (id: number, changes: object) => ({ id, shown_name: `N${id}`, municipalities: ["a"], there: true, away: null, ...changes });
    const found = readBoard(
      board({
        colleagues: [colleague(1, {}), colleague(2, { there: false }), colleague(3, { away: "x" }), colleague(4, {}), colleague(5, { municipalities: ["b"] })],
      }),
    );
    expect(recipients(found, "a", 1).map(({ id }) => id)).toEqual([4, 3, 2]);
  });
});

describe("what comes over the line", () => {
  test.each([null, "x", {}, { csrf: "t" }, { me: { id: 1 } }])("%j is no session", (data) => expect(readSession(data)).toBeNull());
  test("a session has its person and settings", () => {
    expect(readSession(session(4))).toMatchObject({ csrf: "t1", me: { id: 4, shownName: "N", away: null }, settings: { lateSeconds: 180 } });
  });
  test("a reply of the robot has what it took the message for", () => {
    const entry = readDeskEntry({ number: 2, kind: "robot", text: "x", guessed: { intent: "ask", topics: ["T"], candidates: [] } });
    expect(entry).toMatchObject({ kind: "robot", guessed: { intent: "ask", topics: ["T"], candidates: [], municipality: "" } });
  });
  test.each([{ number: 1, kind: "new" }, { kind: "citizen" }, null])("%j is passed over", (data) => expect(readDeskEntry(data)).toBeNull());
  test("a board of nothing is an empty one", () => expect(readBoard(null).waiting).toEqual([]));
});

describe("failures", () => {
  test("what one may not do is no end of everything", () => {
    expect(deskFailureOf(403, { error: "role", text: "No" }, null)).toEqual({ kind: "refused", text: "No", status: 403, error: "role" });
  });
  test("a locked login says for how long, however long", () => {
    expect(deskFailureOf(429, { error: "locked" }, "900")).toMatchObject({ kind: "later", seconds: 900 });
  });
  test("who was slower is told who has it", () => {
    expect(deskFailureOf(409, { error: "taken", text: "B has it" }, null)).toMatchObject({ kind: "refused", text: "B has it" });
  });
});

describe("shortcuts", () => {
  const key = (name: string, changes: object = {}) => ({ key: name, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, ...changes });

  test.each(Object.entries(KEYS))("%s is %s", (command, keys) => {
    const shortcuts = new Shortcuts<Command>(KEYS);
    expect(keys.split(" ").map((one) => shortcuts.press(key(one), 0)).at(-1)).toBe(command);
  });

  test("no shortcut is the beginning of another", () => {
    const all = Object.values(KEYS);
    expect(all.filter((one) => all.some((other) => other !== one && other.startsWith(one)))).toEqual([]);
  });

  test.each([{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { isComposing: true }])("with %j it is the browser's", (changes) => {
    expect(new Shortcuts<Command>(KEYS).press(key("c", changes), 0)).toBeNull();
  });

  test("capitals are the same keys", () => expect(new Shortcuts<Command>(KEYS).press(key("C"), 0)).toBe("claim"));
  test.each(["Enter", "Tab", "F5", "y"])("%s is none", (name) => expect(new Shortcuts<Command>(KEYS).press(key(name), 0)).toBeNull());

  test("the second of two keys must come soon", () => {
    const shortcuts = new Shortcuts<Command>(KEYS);
    shortcuts.press(key("g"), 0);
    expect(shortcuts.press(key("q"), 5000)).toBeNull();
  });

  test("two keys that are no pair do nothing", () => {
    const shortcuts = new Shortcuts<Command>(KEYS);
    shortcuts.press(key("g"), 0);
    expect(shortcuts.press(key("x"), 100)).toBeNull();
    expect(shortcuts.press(key("x"), 200)).toBe("close");
  });

  test("an element tells by its kind whether it takes text", () => {
    expect(takesText({ matches: (selector) => selector.includes("textarea") })).toBe(true);
    expect(takesText({ matches: () => false })).toBe(false);
    expect(takesText(null)).toBe(false);
  });
});

describe("ready-made answers", () => {
  const answer = (label: string, text: string) => ({ topic: label, slug: label.toLowerCase(), label, text, source: "" });
  const answers = [answer("Pris", "Det koster"), answer("Klage", "Ring, pris er uden betydning"), answer("Årlig PRIS", "Intet")];
  const labels = (query: string) => matching(answers, query).map(({ label }) => label);

  test.each([
    ["/", ""],
    ["/ pris", "pris"],
    ["", null],
    [" /pris", null],
    ["5/6", null],
    ["/a\nb", null],
  ])("%j looks for %j", (draft, query) => expect(queryOf(draft)).toBe(query));

  test("nothing typed shows all", () => expect(labels("")).toHaveLength(3));
  test("labels come before texts", () => expect(labels("pris")).toEqual(["Pris", "Årlig PRIS", "Klage"]));
  test("every word must be there", () => expect(labels("pris årlig")).toEqual(["Årlig PRIS"]));
  test("what none has finds none", () => expect(labels("xyz")).toEqual([]));

  test.each([
    [0, 1, 3, 1],
    [2, 1, 3, 0],
    [0, -1, 3, 2],
    [0, 1, 0, -1],
  ] as const)("from %i by %i of %i to %i", (active, step, count, to) => expect(moved(active, step, count)).toBe(to));
});

describe("drafts", () => {
  test("each conversation and purpose has its own", () => {
    const drafts = new Drafts();
    drafts.set("reply", "A", "x");
    drafts.set("note", "A", "y");
    expect([drafts.get("reply", "A"), drafts.get("note", "A"), drafts.get("reply", "B")]).toEqual(["x", "y", ""]);
  });

  test("white space is nothing that could be lost", () => {
    const drafts = new Drafts();
    drafts.set("reply", "A", " \n");
    expect(drafts.any).toBe(false);
    drafts.set("reply", "B", "x");
    expect(drafts.any).toBe(true);
    drafts.set("reply", "B", "");
    expect(drafts.any).toBe(false);
  });
});

describe("preferences", () => {
  test("all is on until it is turned off, and that is remembered", () => {
    const kept = storage();
    expect(new Preferences(kept).sound).toBe(true);
    new Preferences(kept).sound = false;
    expect(new Preferences(kept)).toMatchObject({ sound: false, shortcuts: true });
  });

  test("the municipality that was chosen last is remembered", () => {
    const kept = storage();
    expect(new Preferences(kept).municipality).toBe("");
    new Preferences(kept).municipality = "a";
    expect(new Preferences(kept).municipality).toBe("a");
  });

  test("without storage they hold for the page", () => {
    const preferences = new Preferences(null);
    preferences.shortcuts = false;
    expect(preferences.shortcuts).toBe(false);
  });
});

describe("the citizen sees that somebody writes", () => {
  let told: [string, boolean][];
  let typing: Typing;

  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    typing = new Typing((reference, writes) => told.push([reference, writes]));
  });
  afterEach(() => void vi.useRealTimers());

  test("once for many letters", () => {
    for (const text of ["H", "He", "Hej"]) typing.wrote("A", text);
    expect(told).toEqual([["A", true]]);
  });

  test("again while it goes on", () => {
    typing.wrote("A", "H");
    vi.advanceTimersByTime(4500);
    typing.wrote("A", "He");
    expect(told).toEqual([["A", true], ["A", true]]);
  });

  test("no more when the fingers rest", () => {
    typing.wrote("A", "H");
    vi.advanceTimersByTime(6000);
    expect(told.at(-1)).toEqual(["A", false]);
  });

  test("no more when the field is emptied, or another conversation is written in", () => {
    typing.wrote("A", "H");
    typing.wrote("B", "H");
    typing.wrote("B", " ");
    expect(told).toEqual([["A", true], ["A", false], ["B", true], ["B", false]]);
  });

  test("what is sent says so by itself", () => {
    typing.wrote("A", "H");
    typing.rest(true);
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual([["A", true]]);
  });
});
