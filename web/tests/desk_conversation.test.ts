import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DeskApi } from "../src/desk/api";
import { OpenConversation, timeline, verdictOn, withEntry, withNote, type Happened } from "../src/desk/conversation";
import { readDeskEntry, readDetail, readNote, type DeskEntry, type Detail, type Note } from "../src/desk/protocol/conversation";
import { card, DeskService, detail, settle } from "./desk_doubles";

const HERE = "/conversations/AAAA-0001";
const whole = (changes: object = {}, entries: object[] = []): Detail => readDetail(detail(changes, entries)) as Detail;
const entry = (number: number, changes: object = {}) => ({ number, kind: "citizen", at: `2026-01-01T10:0${number}:00Z`, text: `t${number}`, ...changes });
const note = (id: number, at: string) => ({ id, by: "N", at, text: "x" });
const numbers = (found: Detail) => found.entries.map(({ number }) => number);

describe("a conversation takes what comes", () => {
  test("an entry once, and in its place", () => {
    const found = [3, 2, 3].reduce((made, number) => withEntry(made, readDeskEntry(entry(number)) as DeskEntry), whole());
    expect(numbers(found)).toEqual([1, 2, 3]);
  });

  test("a note once", () => {
    const made = readNote(note(1, "")) as Note;
    expect(withNote(withNote(whole(), made), made).notes).toHaveLength(1);
  });

  test("notes stand where their time is", () => {
    const found = { ...whole({}, [entry(2), entry(3)]), notes: [note(1, "2026-01-01T10:02:30Z"), note(2, "2026-01-01T10:09:00Z")].map((one) => readNote(one) as Note) };
    expect(timeline(found).map((line) => (line.kind === "note" ? `n${line.note.id}` : line.entry.number))).toEqual([1, 2, "n1", 3, "n2"]);
  });

  test("the newest verdict on an answer counts", () => {
    const feedback = (number: number, useful: boolean) => entry(number, { kind: "feedback", about: 1, useful });
    expect(verdictOn(whole({}, [feedback(2, true), feedback(3, false)]), 1)).toBe(false);
    expect(verdictOn(whole(), 1)).toBeNull();
  });
});

describe("an open conversation", () => {
  let service: DeskService;
  let open: OpenConversation;
  let heard: Happened[];

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    service = new DeskService();
    service.on(`GET ${HERE}`, 200, detail());
    heard = [];
    open = new OpenConversation("AAAA-0001", new DeskApi("", () => undefined), {
      changed: () => undefined,
      line: () => undefined,
      heard: (happened) => heard.push(happened),
    });
  });

  afterEach(() => {
    open.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test("listens behind what it has read", async () => {
    void open.load();
    await settle();
    expect(service.asked(`GET ${HERE}/stream`)[0]?.headers["Last-Event-ID"]).toBe("1");
  });

  test("hears each entry once, though it comes twice", async () => {
    void open.load();
    await settle();
    for (const _ of [1, 2]) service.send(`${HERE}/stream`, "entry", entry(2), 2);
    await settle();
    expect(numbers(open.detail as Detail)).toEqual([1, 2]);
    expect(heard).toHaveLength(1);
  });

  test("shows that the citizen writes, until the words come", async () => {
    void open.load();
    await settle();
    service.send(`${HERE}/stream`, "typing", { typing: true });
    await settle();
    expect(open.typing).toBe(true);
    service.send(`${HERE}/stream`, "entry", entry(2), 2);
    await settle();
    expect(open.typing).toBe(false);
  });

  test("goes on behind the last entry after a cut, and takes each note once", async () => {
    void open.load();
    await settle();
    service.send(`${HERE}/stream`, "entry", entry(2), 2);
    await settle();
    service.send(`${HERE}/stream`, "note", note(1, "2026-01-01T10:05:00Z"));
    service.streams.at(-1)?.controller.error(new Error("cut"));
    await settle(2000);
    service.send(`${HERE}/stream`, "note", note(1, "2026-01-01T10:05:00Z"));
    await settle();
    expect(service.asked(`GET ${HERE}/stream`).at(-1)?.headers["Last-Event-ID"]).toBe("2");
    expect(open.detail?.notes).toHaveLength(1);
    expect(service.asked(`GET ${HERE}`)).toHaveLength(1);
  });

  test("asks what one may do when somebody else has it", async () => {
    void open.load();
    await settle();
    service.on(`GET ${HERE}`, 200, { ...detail({ state: "person", staff: { id: 2, shown_name: "B" } }), may: ["note"] });
    service.send(`${HERE}/stream`, "card", card({ state: "person", staff: { id: 2, shown_name: "B" } }));
    await settle();
    expect(open.may("claim")).toBe(false);
    expect(open.detail?.card.staff?.name).toBe("B");
  });

  test("an end stops the stream and all that one may do", async () => {
    void open.load();
    await settle();
    service.on(`GET ${HERE}`, 200, { ...detail({ state: "closed" }), may: [] });
    service.send(`${HERE}/stream`, "closed", { reason: "person" });
    await settle(10_000);
    expect(open.detail?.card.state).toBe("closed");
    expect(service.asked(`GET ${HERE}/stream`)).toHaveLength(1);
  });

  test("that was erased leaves nothing on the screen", async () => {
    void open.load();
    await settle();
    service.on(`GET ${HERE}`, 404, { error: "not_found" });
    service.send(`${HERE}/stream`, "closed", { reason: "erased" });
    await settle();
    expect([open.detail, open.failure?.status]).toEqual([null, 404]);
  });

  test("what was read before a claim does not undo it", async () => {
    const answers: ((value: Response) => void)[] = [];
    const read = vi.fn(() => new Promise<Response>((resolve) => void answers.push(resolve)));
    vi.stubGlobal("fetch", (url: string) => (url.endsWith("/stream") ? Promise.reject(new Error("down")) : read()));
    void open.load();
    await settle();
    open.take(readDetail({ ...detail({ state: "person" }), may: ["reply"] }) as Detail);
    answers[0]?.(new Response(JSON.stringify(detail())));
    await settle();
    expect(open.may("reply")).toBe(true);
  });

  test("is asked for until the line is back", async () => {
    service.down = true;
    void open.load();
    await settle();
    expect(open.failure?.kind).toBe("down");
    service.down = false;
    await settle(3000);
    expect([open.failure, numbers(open.detail as Detail)]).toEqual([null, [1]]);
  });

  test("a conversation of another municipality is not there", async () => {
    service.on(`GET ${HERE}`, 404, { error: "not_found" });
    void open.load();
    await settle();
    expect(open.failure?.status).toBe(404);
    expect(service.streams).toEqual([]);
  });
});
