// The conversation that is open: what it holds, and what it hears. Knows no page.

import { delay, Pause } from "../backoff";
import { fields } from "../data";
import { passes } from "../requests";
import { Stream } from "../stream";
import type { DeskApi, DeskFailure } from "./api";
import { readCard, type Card } from "./protocol/board";
import { readDeskEntry, readNote, type DeskEntry, type Detail, type Note } from "./protocol/conversation";

/** One line of what happened: an entry, or a note of the staff between them. */
export type Happened = { kind: "entry"; at: string; entry: DeskEntry } | { kind: "note"; at: string; note: Note };

export function withEntry(detail: Detail, entry: DeskEntry): Detail {
  if (detail.entries.some(({ number }) => number === entry.number)) return detail;
  return { ...detail, entries: [...detail.entries, entry].sort((one, other) => one.number - other.number) };
}

export function withNote(detail: Detail, note: Note): Detail {
  if (detail.notes.some(({ id }) => id === note.id)) return detail;
  return { ...detail, notes: [...detail.notes, note] };
}

/** Entries in their order, and each note where its time is. */
export function timeline(detail: Detail): Happened[] {
  const notes = detail.notes.map((note): Happened => ({ kind: "note", at: note.at, note }));
  const found: Happened[] = [];
  for (const entry of detail.entries) {
    while (notes[0] && Date.parse(notes[0].at) < Date.parse(entry.at)) found.push(...notes.splice(0, 1));
    found.push({ kind: "entry", at: entry.at, entry });
  }
  return [...found, ...notes];
}

/** What the citizen thought of an answer, null where no verdict came. */
export function verdictOn(detail: Detail, number: number): boolean | null {
  const verdicts = detail.entries.flatMap((entry) => (entry.kind === "feedback" && entry.about === number ? [entry.useful] : []));
  return verdicts.at(-1) ?? null;
}

export interface Hooks {
  changed(): void;
  line(up: boolean): void;
  /** An entry or a note that came while the conversation was open. */
  heard(happened: Happened): void;
}

export class OpenConversation {
  detail: Detail | null = null;
  /** Why there is nothing to show. */
  failure: DeskFailure | null = null;
  /** The citizen writes. */
  typing = false;
  #stream: Stream | null = null;
  #stopped = false;
  /** Which answer is awaited: one that was asked for earlier is older than what is there. */
  #asked = 0;
  readonly #pause = new Pause();
  #last = 0;

  constructor(
    readonly reference: string,
    private readonly api: Pick<DeskApi, "conversation" | "follow">,
    private readonly hooks: Hooks,
  ) {}

  /** Read all of it, until it is there, and listen from there; called again, it brings up to date what one may do. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    this.#pause.wake();
    for (let failures = 1; ; failures++) {
      const result = await this.api.conversation(this.reference);
      if (this.#stopped || asked !== this.#asked) return;
      if (result.ok) return this.take(result.value);
      const passing = passes(result.failure);
      // Erased, or gone where one may not look: nothing of it stays on the screen.
      if (!passing) this.detail = null;
      if (!this.detail) this.failure = result.failure;
      this.hooks.changed();
      if (!passing) return;
      await this.#pause.wait(delay(failures));
      if (this.#stopped || asked !== this.#asked) return;
    }
  }

  /** Take the whole conversation, as a claim brings it. */
  take(detail: Detail): void {
    this.#asked += 1;
    this.failure = null;
    const before = this.detail;
    // A line that the stream brought meanwhile is newer than what was read.
    const later = before?.entries.filter(({ number }) => number > (detail.entries.at(-1)?.number ?? 0)) ?? [];
    this.detail = later.reduce(withEntry, detail);
    this.#last = Math.max(this.#last, this.detail.entries.at(-1)?.number ?? 0);
    this.#listen();
    this.hooks.changed();
  }

  /** What the board tells of it, which is newer than what was read. */
  update(card: Card): void {
    if (!this.detail || this.detail.card === card) return;
    const { state, staff } = this.detail.card;
    this.detail = { ...this.detail, card };
    if (state !== card.state || staff?.id !== card.staff?.id) void this.load();
  }

  add(note: Note): void {
    if (this.detail) this.detail = withNote(this.detail, note);
    this.hooks.changed();
  }

  may(what: string): boolean {
    return this.detail?.may.includes(what) ?? false;
  }

  hurry(): void {
    this.#pause.wake();
    this.#stream?.hurry();
  }

  cut(): void {
    this.#stream?.cut();
  }

  stop(): void {
    this.#stopped = true;
    this.#pause.wake();
    this.#stream?.stop();
  }

  #listen(): void {
    if (this.#stream || this.#stopped || this.detail?.card.state === "closed") return;
    this.#stream = new Stream((last, signal) => this.api.follow(this.reference, last, signal), {
      last: () => this.#last,
      event: (name, id, data) => this.#event(name, id, data),
      line: (up) => this.hooks.line(up),
      refused: passes,
    });
    void this.#stream.run();
  }

  #event(name: string, id: number | null, data: unknown): void {
    if (!this.detail) return;
    switch (name) {
      case "entry":
        this.#entry(id, data);
        break;
      case "note": {
        const note = readNote(data);
        if (!note || this.detail.notes.some((there) => there.id === note.id)) return;
        this.detail = withNote(this.detail, note);
        this.hooks.heard({ kind: "note", at: note.at, note });
        break;
      }
      case "typing":
        this.typing = fields(data)["typing"] === true;
        break;
      case "card": {
        const card = readCard(data);
        if (card) this.update(card);
        break;
      }
      case "closed":
        this.typing = false;
        this.#stream?.stop();
        this.#stream = null;
        this.detail = { ...this.detail, card: { ...this.detail.card, state: "closed" }, may: [] };
        void this.load();
        break;
      default:
        return;
    }
    this.hooks.changed();
  }

  #entry(id: number | null, data: unknown): void {
    const entry = readDeskEntry(data);
    this.#last = Math.max(this.#last, id ?? entry?.number ?? 0);
    if (!entry || !this.detail || this.detail.entries.some(({ number }) => number === entry.number)) return;
    this.detail = withEntry(this.detail, entry);
    if (entry.kind === "citizen") this.typing = false;
    this.hooks.heard({ kind: "entry", at: entry.at, entry });
  }
}
