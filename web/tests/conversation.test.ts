import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Failure, Result } from "../src/api";
import { Conversation } from "../src/conversation";
import type { SpokenEntry } from "../src/protocol";
import { Store } from "../src/store";
import { Service, settle, storage } from "./doubles";

const down: Result<never> = { ok: false, failure: { kind: "down", text: "" } };
const failing = (failure: Failure): Result<never> => ({ ok: false, failure });

let service: Service;
let tab: ReturnType<typeof storage>;
let heard: SpokenEntry[];

function open(): [Conversation, Store] {
  const store = new Store("a", tab);
  const conversation = new Conversation(service.api, store, "thisted", {
    changed: () => undefined,
    heard: (entry) => heard.push(entry),
  });
  conversation.resume();
  return [conversation, store];
}

const texts = (conversation: Conversation) => conversation.shown.map(({ entry, outgoing }) => (entry ?? outgoing)?.text);
const states = (conversation: Conversation) => conversation.shown.map(({ outgoing }) => outgoing?.state ?? "entry");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  service = new Service();
  tab = storage();
  heard = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a conversation", () => {
  test("begins with the first message, not before", async () => {
    const [conversation] = open();
    await settle();
    expect(service.begun).toBe(0);
    conversation.say("Hej");
    await settle();
    expect(service.begun).toBe(1);
    expect(states(conversation)).toEqual(["entry"]);
  });

  test("sends in order, each message once, whatever the line does", async () => {
    service.trouble = [down, down];
    const [conversation] = open();
    conversation.say("et");
    conversation.say("to");
    await settle();
    expect(conversation.lineUp).toBe(false);
    expect(states(conversation)).toEqual(["waiting", "waiting"]);
    await settle(10_000);
    expect(service.said.map(({ text }) => text)).toEqual(["et", "to"]);
    expect(conversation.lineUp).toBe(true);
    expect(texts(conversation)).toEqual(["et", "to"]);
  });

  test("a message whose acknowledgement was lost is not doubled", async () => {
    const [conversation] = open();
    conversation.say("et");
    await settle();
    // Stored, but the answer never came: it is sent again with its id, and the stream has it already.
    const say = service.say.bind(service);
    service.say = async (token, item) => {
      await say(token, item);
      service.say = say;
      return down;
    };
    conversation.say("to");
    await settle(5000);
    expect(service.said.map(({ text }) => text)).toEqual(["et", "to"]);
    expect(texts(conversation)).toEqual(["et", "to"]);
  });

  test("goes on behind the last entry when the line is cut", async () => {
    const [conversation] = open();
    conversation.say("et");
    await settle();
    service.entry({ kind: "robot", text: "svar" });
    await settle();
    service.cut();
    service.entry({ kind: "robot", text: "imens" });
    await settle(2000);
    expect(service.resumed).toEqual([0, 2]);
    expect(texts(conversation)).toEqual(["et", "svar", "imens"]);
  });

  test("is read anew after a reload, and announces nothing twice", async () => {
    const [first] = open();
    first.say("et");
    await settle();
    service.entry({ kind: "robot", text: "svar" });
    await settle();
    expect(heard.map(({ text }) => text)).toEqual(["svar"]);
    first.pause();
    service.entry({ kind: "robot", text: "imens" });
    const [second] = open();
    await settle();
    expect(texts(second)).toEqual(["et", "svar", "imens"]);
    expect(heard.map(({ text }) => text)).toEqual(["svar", "imens"]);
    expect(JSON.stringify(tab.items)).not.toContain("svar");
  });

  test("unsent messages survive a reload", async () => {
    service.trouble = Array.from({ length: 20 }, () => down);
    const [first] = open();
    first.say("et");
    await settle();
    first.pause();
    service.trouble = [];
    const [second] = open();
    await settle();
    expect(service.said.map(({ text }) => text)).toEqual(["et"]);
    expect(texts(second)).toEqual(["et"]);
  });

  test("two tabs with the same storage both work", async () => {
    const [first] = open();
    first.say("et");
    await settle();
    const copy = storage();
    Object.assign(copy.items, tab.items);
    tab = copy;
    const [second] = open();
    await settle();
    second.say("to");
    await settle();
    expect(texts(second)).toEqual(["et", "to"]);
    expect(service.begun).toBe(1);
  });

  test("what is refused stays, and can be taken back", async () => {
    const [conversation] = open();
    service.trouble = [];
    conversation.say("et");
    await settle();
    service.trouble = [failing({ kind: "refused", text: "For lang" })];
    conversation.say("lang");
    await settle();
    const refused = conversation.shown[1]?.outgoing;
    expect(refused).toMatchObject({ state: "refused", reason: "For lang" });
    expect(conversation.takeBack(refused?.id ?? "")).toBe("lang");
    expect(texts(conversation)).toEqual(["et"]);
  });

  test("waits as long as it is asked to", async () => {
    const [conversation] = open();
    conversation.say("et");
    await settle();
    service.trouble = [failing({ kind: "later", text: "Vent", seconds: 7 })];
    conversation.say("to");
    await settle();
    expect(conversation.busy).toBe("Vent");
    conversation.hurry();
    await settle(6000);
    expect(service.said).toHaveLength(1);
    await settle(2000);
    expect(service.said).toHaveLength(2);
    expect(conversation.busy).toBe("");
  });

  test("a page that may not use the chat gives the text back", async () => {
    service.trouble = [failing({ kind: "barred", text: "Ikke her" })];
    const [conversation, store] = open();
    conversation.say("et");
    await settle();
    expect(conversation.barred).toBe("Ikke her");
    expect(store.kept.draft).toBe("et");
    expect(conversation.shown).toEqual([]);
  });

  test("a conversation that is over keeps the message that met its end, for the next one", async () => {
    const [conversation, store] = open();
    conversation.say("et");
    await settle();
    service.trouble = [failing({ kind: "over", text: "Slut" })];
    conversation.say("to");
    await settle();
    expect(conversation.over).toEqual({ reason: "gone", text: "Slut", kept: true });
    expect(store.kept).toMatchObject({ token: "", draft: "to" });
    conversation.restart();
    conversation.say("to");
    await settle();
    expect(service.begun).toBe(2);
  });

  test("an idle end leaves nothing", async () => {
    const [conversation, store] = open();
    conversation.say("et");
    await settle();
    store.keep({ draft: "halv", draftAt: Date.now() });
    service.event("session", { expires_in: 100 });
    await settle();
    expect(conversation.closesIn()).toBe(100);
    service.event("closed", { reason: "idle" });
    await settle();
    expect(conversation.over?.reason).toBe("idle");
    expect(conversation.shown).toEqual([]);
    expect(store.kept).toMatchObject({ token: "", draft: "", queue: [] });
  });

  test("closes at its time even where nobody says so", async () => {
    const [conversation] = open();
    conversation.say("et");
    await settle();
    service.event("session", { expires_in: 10 });
    await settle();
    conversation.tick(Date.now() + 20_000);
    expect(conversation.over).toBeNull();
    conversation.tick(Date.now() + 50_000);
    expect(conversation.over?.reason).toBe("idle");
  });

  test("erasing says what the service says", async () => {
    const [conversation] = open();
    conversation.say("et");
    await settle();
    expect(await conversation.erase("intet")).toBe(true);
    expect(conversation.over).toMatchObject({ reason: "erased", text: "gone" });
  });

  test("erasing that fails keeps everything", async () => {
    const [conversation] = open();
    conversation.say("et");
    await settle();
    service.trouble = [down];
    expect(await conversation.erase("intet")).toBe(false);
    expect(texts(conversation)).toEqual(["et"]);
  });

  test("a verdict that does not arrive is taken back", async () => {
    const [conversation] = open();
    conversation.say("et");
    await settle();
    service.entry({ kind: "robot", text: "svar" });
    await settle();
    service.trouble = [down];
    const judged = conversation.judge(2, true);
    expect(conversation.shown[1]?.useful).toBe(true);
    await judged;
    expect(conversation.shown[1]?.useful).toBeNull();
  });

  test("unknown kinds and events are passed over", async () => {
    const [conversation] = open();
    conversation.say("et");
    await settle();
    service.entry({ kind: "handover_of_the_future", text: "senere" });
    service.event("weather", { sun: true });
    service.send("event: entry\ndata: {broken\n\n");
    service.entry({ kind: "person", text: "Hej", sender: { name: "Mette", unit: "Visitationen" } });
    await settle();
    expect(texts(conversation)).toEqual(["et", "Hej"]);
    expect(conversation.last).toBe(3);
  });
});
