import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Desk, type News } from "../src/desk/desk";
import type { Route } from "../src/desk/routes";
import { board, card, DeskService, detail, session, settle } from "./desk_doubles";

const HERE = "/conversations/AAAA-0001";
const OPEN: Route = { name: "conversation", reference: "AAAA-0001" };

let service: DeskService;
let desk: Desk;
let news: News[];
let went: Route[];

async function begin(route: Route = { name: "queue" }): Promise<void> {
  void desk.start(route);
  await settle();
}

async function shows(changes: object): Promise<void> {
  service.send("/stream", "board", board(changes));
  await settle();
}

const kinds = () => news.map(({ kind }) => kind);
const states = () => desk.replies.of("AAAA-0001").map(({ state }) => state);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  service = new DeskService();
  service.on(`GET ${HERE}`, 200, detail());
  news = [];
  went = [];
  desk = new Desk("", { news: (one) => news.push(one), went: (route) => went.push(route) });
});

afterEach(async () => {
  await desk.logout();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the session", () => {
  test("who has one is in at once", async () => {
    await begin();
    expect(desk.where).toBe("in");
  });

  test("who has none logs in", async () => {
    service.on("GET /session", 401, { error: "no_session" });
    await begin();
    expect(desk.where).toBe("out");
    service.on("POST /login", 200, session());
    expect(await desk.login("n", "p")).toBeNull();
    expect(desk.where).toBe("in");
  });

  test("a wrong login says why and changes nothing", async () => {
    service.on("GET /session", 401);
    await begin();
    service.on("POST /login", 401, { error: "wrong_login", text: "No" });
    expect(await desk.login("n", "p")).toMatchObject({ error: "wrong_login", text: "No" });
    expect([desk.where, desk.ended]).toEqual(["out", false]);
  });

  test("a service that is down is asked until it answers", async () => {
    service.down = true;
    await begin();
    expect(desk.where).toBe("starting");
    service.down = false;
    await settle(2000);
    expect(desk.where).toBe("in");
  });

  test("every request that changes something carries the token", async () => {
    await begin();
    service.on("POST /status", 200, session());
    await desk.setAway("Lunch");
    expect(service.asked("POST /status")[0]).toMatchObject({ headers: { "X-CSRF-Token": "t1" }, body: { away: "Lunch" } });
  });

  test("a token that another tab has changed is fetched, and the request made again", async () => {
    await begin();
    service.on("GET /session", 200, session(1, "t2"));
    service.on("POST /status", 403, { error: "csrf" });
    await desk.setAway(null);
    expect(service.asked("POST /status").map(({ headers }) => headers["X-CSRF-Token"])).toEqual(["t1", "t2"]);
  });

  test.each([
    ["a request that is refused", async () => void (service.on("GET /units?municipality=a", 401), await desk.api.units("a"))],
    ["the stream", async () => service.send("/stream", "session", { over: true })],
  ])("its end is noticed by %s", async (_, end) => {
    await begin();
    await end();
    await settle();
    expect([desk.where, desk.ended]).toEqual(["out", true]);
    expect(desk.board.waiting).toEqual([]);
  });

  test("with it nothing is lost that was typed, and the place stays", async () => {
    await begin(OPEN);
    desk.drafts.set("reply", "AAAA-0001", "half a");
    service.send("/stream", "session", { over: true });
    await settle();
    service.on("POST /login", 200, session());
    await desk.login("n", "p");
    await settle();
    expect(desk.drafts.get("reply", "AAAA-0001")).toBe("half a");
    expect(desk.open?.detail).not.toBeNull();
  });

  test("another person finds nothing of it", async () => {
    await begin();
    desk.drafts.set("reply", "AAAA-0001", "half a");
    service.send("/stream", "session", { over: true });
    await settle();
    service.on("POST /login", 200, session(2));
    await desk.login("m", "p");
    expect(desk.holdsWords).toBe(false);
  });

  test("who logs out leaves nothing behind", async () => {
    await begin(OPEN);
    desk.drafts.set("reply", "AAAA-0001", "x");
    service.on("POST /logout", 204);
    await desk.logout();
    expect([desk.where, desk.ended, desk.holdsWords, desk.open, desk.route.name]).toEqual(["out", false, false, null, "queue"]);
  });
});

describe("the board", () => {
  test("what waited before is told as one", async () => {
    await begin();
    await shows({ waiting: [card(), card({ reference: "B" })] });
    expect(news).toContainEqual({ kind: "queue", count: 2 });
  });

  test("each that comes later is told once", async () => {
    await begin();
    await shows({});
    await shows({ waiting: [card()] });
    await shows({ waiting: [card({ unread: 1 })] });
    expect(kinds().filter((kind) => kind === "waiting")).toHaveLength(1);
  });

  test("it rings until the conversation is opened", async () => {
    await begin();
    await shows({ waiting: [card()] });
    desk.tick(Date.now() + 16_000);
    expect(kinds().filter((kind) => kind === "ring")).toHaveLength(2);
    desk.go(OPEN);
    desk.tick(Date.now() + 60_000);
    expect(kinds().filter((kind) => kind === "ring")).toHaveLength(2);
  });

  test("who is away is left in peace", async () => {
    service.on("GET /session", 200, { ...session(), me: { ...session().me, away: "Lunch" } });
    await begin();
    await shows({ waiting: [card()] });
    expect(kinds()).not.toContain("ring");
  });

  test("a short break of the line is no news, a longer one is", async () => {
    await begin();
    await shows({});
    service.streams.at(-1)?.controller.error(new Error("cut"));
    await settle(1200);
    expect(kinds()).not.toContain("line");
    service.down = true;
    service.streams.at(-1)?.controller.error(new Error("cut"));
    await settle(5000);
    expect(news).toContainEqual({ kind: "line", up: false });
    service.down = false;
    await settle(20_000);
    expect(news.at(-1)).toEqual({ kind: "line", up: true });
  });
});

describe("a claim", () => {
  test("opens the conversation with all of it, and reads it no second time", async () => {
    await begin();
    service.on(`POST ${HERE}/claim`, 200, { ...detail({ state: "person" }), may: ["reply"] });
    expect(await desk.claim("AAAA-0001")).toBeNull();
    await settle();
    expect(went).toEqual([OPEN]);
    expect(desk.open?.may("reply")).toBe(true);
    expect(service.asked(`GET ${HERE}`)).toEqual([]);
  });

  test("that comes too late says who was faster, and opens nothing", async () => {
    await begin();
    service.on(`POST ${HERE}/claim`, 409, { error: "taken", text: "B has it" });
    expect(await desk.claim("AAAA-0001")).toMatchObject({ text: "B has it" });
    expect(went).toEqual([]);
  });
});

describe("a reply", () => {
  beforeEach(async () => {
    service.on(`POST ${HERE}/reply`, 202, {});
    await begin(OPEN);
  });

  test("is sent again with the same id until it is acknowledged", async () => {
    service.on(`POST ${HERE}/reply`, 503);
    desk.replies.say("AAAA-0001", "Hello");
    await settle();
    expect([states(), desk.holdsWords]).toEqual([["waiting"], true]);
    service.on(`POST ${HERE}/reply`, 202, {});
    await settle(3000);
    const ids = service.asked(`POST ${HERE}/reply`).map(({ body }) => body["id"]);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(1);
    expect([states(), desk.holdsWords]).toEqual([["sent"], false]);
  });

  test.each([
    ["names it", (id: string) => ({ client_id: id })],
    ["does not", () => ({})],
  ])("is shown once when its entry %s, though the acknowledgement comes later", async (_, named) => {
    service.down = true;
    desk.replies.say("AAAA-0001", "Hello");
    const id = desk.replies.of("AAAA-0001")[0]?.id ?? "";
    service.send(`${HERE}/stream`, "entry", { number: 2, kind: "person", at: "", text: "He***", ...named(id) }, 2);
    service.on(`POST ${HERE}/reply`, 200, { number: 2 });
    service.down = false;
    await settle(3000);
    expect(desk.replies.of("AAAA-0001", desk.open?.detail?.entries)).toEqual([]);
    expect(desk.replies.of("AAAA-0001")).toEqual([]);
  });

  test("is shown once when its entry comes after the acknowledgement", async () => {
    service.on(`POST ${HERE}/reply`, 202, { number: 2 });
    desk.replies.say("AAAA-0001", "Hello");
    await settle();
    expect(states()).toEqual(["sent"]);
    service.send(`${HERE}/stream`, "entry", { number: 2, kind: "person", at: "", text: "Hello" }, 2);
    await settle();
    expect(states()).toEqual([]);
  });

  test("waits for the next login when the session is over, and is sent then", async () => {
    service.on(`POST ${HERE}/reply`, 401, { error: "no_session" });
    desk.replies.say("AAAA-0001", "Hello");
    await settle();
    expect([desk.where, states()]).toEqual(["out", ["waiting"]]);
    service.on(`POST ${HERE}/reply`, 202, {});
    service.on("POST /login", 200, session());
    await desk.login("n", "p");
    await settle();
    expect(states()).toEqual(["sent"]);
  });

  test("that is refused keeps its words and says why", async () => {
    service.on(`POST ${HERE}/reply`, 409, { error: "not_yours", text: "B has it" });
    desk.replies.say("AAAA-0001", "Hello");
    await settle();
    expect(desk.replies.of("AAAA-0001")).toMatchObject([{ state: "refused", reason: "B has it" }]);
    const [item] = desk.replies.of("AAAA-0001");
    expect(desk.replies.takeBack("AAAA-0001", item?.id ?? "")).toBe("Hello");
    expect(states()).toEqual([]);
  });

  test("another conversation's draft and replies stay where they are", async () => {
    desk.drafts.set("reply", "AAAA-0001", "half a");
    desk.go({ name: "conversation", reference: "BBBB-0002" });
    desk.go(OPEN);
    expect(desk.drafts.get("reply", "AAAA-0001")).toBe("half a");
    expect(desk.replies.of("BBBB-0002")).toEqual([]);
  });
});

describe("what ends one's part", () => {
  test.each([
    ["return", () => desk.giveBack("AAAA-0001"), {}],
    ["forward", () => desk.forward("AAAA-0001", { unit: null }, "n"), { to: { unit: null }, note: "n" }],
    ["close", () => desk.close("AAAA-0001", "answered", ""), { reason: "answered", note: "" }],
  ])("%s leads back to the queue", async (what, act, body) => {
    await begin(OPEN);
    service.on(`POST ${HERE}/${what}`, 200, {});
    expect(await act()).toBeNull();
    expect(service.asked(`POST ${HERE}/${what}`)[0]?.body).toEqual(body);
    expect(desk.route).toEqual({ name: "queue" });
  });

  test("that is refused stays where one is", async () => {
    await begin(OPEN);
    service.on(`POST ${HERE}/close`, 409, { error: "not_yours", text: "No" });
    expect(await desk.close("AAAA-0001", "answered", "")).toMatchObject({ text: "No" });
    expect(desk.route).toEqual(OPEN);
  });

  test("a note is shown at once", async () => {
    await begin(OPEN);
    service.on(`POST ${HERE}/note`, 201, { id: 1, by: "N", at: "", text: "x" });
    await desk.note("AAAA-0001", "x");
    expect(desk.open?.detail?.notes).toHaveLength(1);
  });
});
