import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Result } from "../src/api";
import { Conversation } from "../src/conversation";
import { Store } from "../src/store";
import { Service, settle, storage } from "./doubles";

const down: Result<never> = { ok: false, failure: { kind: "down", text: "" } };
const over: Result<never> = { ok: false, failure: { kind: "over", text: "Slut" } };
const LISE = { name: "Lise", unit: "Visitationen" };

let service: Service;
let tab: ReturnType<typeof storage>;
let heard: string[];

function open(): [Conversation, Store] {
  const store = new Store("a", tab);
  const conversation = new Conversation(service.api, store, "thisted", {
    changed: () => undefined,
    heard: ({ text }) => heard.push(text),
  });
  conversation.resume();
  return [conversation, store];
}

async function change(state: string, text = "x"): Promise<void> {
  const sender = state === "person" ? LISE : null;
  service.entry({ kind: "handover", state, text, sender });
  service.event("handover", { state, position: state === "waiting" ? 2 : null, wait_seconds: null, sender });
  await settle();
}

/** A conversation that a person has. */
async function talking(): Promise<[Conversation, Store]> {
  const [conversation, store] = open();
  conversation.say("Hej");
  await settle();
  await change("waiting");
  await change("person", "Nu taler du med Lise");
  return [conversation, store];
}

const texts = (conversation: Conversation) => conversation.shown.map(({ entry }) => entry?.text);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  service = new Service();
  tab = storage();
  heard = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a conversation that is handed over", () => {
  test("shows each change, and announces it once", async () => {
    const [first] = await talking();
    expect(texts(first)).toEqual(["Hej", "x", "Nu taler du med Lise"]);
    expect(first.handover).toMatchObject({ state: "person", sender: LISE });
    first.pause();
    const [second] = open();
    await settle();
    expect(texts(second)).toEqual(["Hej", "x", "Nu taler du med Lise"]);
    expect(heard).toEqual(["x", "Nu taler du med Lise"]);
  });

  test("knows its place in the queue", async () => {
    const [conversation] = open();
    conversation.say("Hej");
    await settle();
    await change("waiting");
    expect(conversation.handover).toMatchObject({ state: "waiting", position: 2 });
  });

  test("a state that is not known changes nothing", async () => {
    const [conversation] = await talking();
    service.event("handover", { state: "asleep" });
    await settle();
    expect(conversation.handover.state).toBe("person");
  });

  test("goes back to the robot when the citizen wants it to", async () => {
    const [conversation] = await talking();
    expect(await conversation.release()).toBe(true);
    expect(conversation.handover.state).toBe("robot");
  });

  test("stays with the person when that cannot be said", async () => {
    const [conversation] = await talking();
    service.trouble = [down];
    expect(await conversation.release()).toBe(false);
    expect(conversation.handover.state).toBe("person");
  });

  test("that is left keeps nobody waiting", async () => {
    const [conversation] = await talking();
    conversation.leave();
    await settle();
    expect(service.released).toBe(1);
    expect(conversation.over?.reason).toBe("left");
  });

  test("tells the person, and nobody else, that the citizen writes", async () => {
    const [conversation] = await talking();
    conversation.wrote("H");
    conversation.wrote("He");
    conversation.say("He");
    await settle();
    expect(service.typed).toEqual([true, false]);
    await change("robot");
    conversation.wrote("H");
    await settle(10_000);
    expect(service.typed).toEqual([true, false]);
  });

  test("asks about the talk when it has ended, not while another one is waited for", async () => {
    const [conversation] = await talking();
    expect(conversation.talk).toBeNull();
    await change("robot");
    expect(conversation.talk?.name).toBe("Lise");
    await change("waiting");
    expect(conversation.talk).toBeNull();
  });
});

describe("a conversation that a person has ended", () => {
  async function ended(): Promise<[Conversation, Store]> {
    const [conversation, store] = await talking();
    service.event("session", { expires_in: 600 });
    await change("closed", "Lise har afsluttet samtalen");
    service.event("closed", { reason: "person" });
    await settle();
    return [conversation, store];
  }

  test("stays readable, and is asked about", async () => {
    const [conversation] = await ended();
    expect(conversation.over).toEqual({ reason: "person", text: "", kept: false });
    expect(texts(conversation).at(-1)).toBe("Lise har afsluttet samtalen");
    conversation.rating.stars = 5;
    expect(conversation.talk && (await conversation.rating.send(conversation.talk))).toBeNull();
    expect(service.rated).toEqual([[5, ""]]);
    expect(conversation.talk).toBeNull();
  });

  test("is readable after a reload", async () => {
    const [first] = await ended();
    first.pause();
    const [second] = open();
    await settle();
    service.event("closed", { reason: "person" });
    await settle();
    expect(second.over?.reason).toBe("person");
    expect(texts(second)).toHaveLength(4);
  });

  test("leaves the screen when its time is over", async () => {
    const [conversation, store] = await ended();
    conversation.rating.comment = "halv";
    conversation.tick(Date.now() + 599_000);
    expect(conversation.readable).toBe(true);
    conversation.tick(Date.now() + 631_000);
    expect(conversation.over?.reason).toBe("idle");
    expect(conversation.shown).toEqual([]);
    expect(conversation.rating.comment).toBe("");
    expect(store.kept.token).toBe("");
  });

  test("can be kept on the screen without asking the service", async () => {
    const [conversation] = await ended();
    service.trouble = [over];
    expect(await conversation.extend()).toBe(true);
    conversation.tick(Date.now() + 700_000);
    expect(conversation.readable).toBe(true);
  });

  test("gives place to a new one, with what was not sent", async () => {
    const [conversation, store] = await talking();
    store.keep({ draft: "halv", draftAt: Date.now() });
    service.event("closed", { reason: "person" });
    await settle();
    expect(conversation.over?.kept).toBe(true);
    conversation.restart();
    expect(conversation.over).toBeNull();
    expect(conversation.shown).toEqual([]);
    expect(store.kept).toMatchObject({ token: "", draft: "halv" });
  });

  test("is readable too where a message met its end before the page heard of it", async () => {
    const [conversation, store] = await talking();
    service.trouble = [over];
    conversation.say("Tak");
    await settle();
    expect(conversation.over).toBeNull();
    service.event("closed", { reason: "person" });
    await settle();
    expect(conversation.over).toMatchObject({ reason: "person", kept: true });
    expect(store.kept.draft).toBe("Tak");
    expect(texts(conversation)).toContain("Nu taler du med Lise");
  });
});

describe("a call-back", () => {
  test("leaves its receipt between the messages, over a reload too, and nothing else in the tab", async () => {
    const [first] = open();
    first.say("Hej");
    await settle();
    first.callback.set("name", "Kim");
    first.callback.set("phone", "hemmeligt");
    expect(await first.askForCall()).toMatchObject({ receipt: "7KQ2-MM4D" });
    service.entry({ kind: "robot", text: "svar" });
    await settle();
    expect(first.shown.map(({ key }) => key).slice(1)).toEqual(["7KQ2-MM4D", "2"]);
    expect(JSON.stringify(tab.items)).not.toMatch(/hemmeligt|Kim/);
    first.pause();
    const [second] = open();
    await settle();
    expect(second.receipts).toEqual(["7KQ2-MM4D"]);
  });

  test("goes with the conversation", async () => {
    const [conversation] = open();
    conversation.say("Hej");
    await settle();
    await conversation.askForCall();
    conversation.callback.set("name", "Kim");
    expect(await conversation.erase("intet")).toBe(true);
    expect(conversation.receipts).toEqual([]);
    expect(conversation.callback.begun).toBe(false);
  });
});
