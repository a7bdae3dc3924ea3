// A service for the desk, in memory, behind the browser's fetch.

import { vi } from "vitest";

export const card = (changes: object = {}) => ({
  reference: "AAAA-0001",
  municipality: "a",
  unit: null,
  why: "asked",
  state: "waiting",
  asked_at: "2026-01-01T10:00:00Z",
  claimed_at: null,
  staff: null,
  last: "Hi",
  last_kind: "citizen",
  last_at: "2026-01-01T10:00:00Z",
  unread: 0,
  citizen_there: true,
  urgent: false,
  ...changes,
});

export const detail = (changes: object = {}, entries: object[] = []) => ({
  card: card(changes),
  about: { municipality: { slug: "a", name: "A" }, circumstances: [], topics: [], why: "asked", contact: [] },
  entries: [{ number: 1, kind: "citizen", at: "2026-01-01T09:59:00Z", text: "Hi" }, ...entries],
  notes: [],
  may: ["claim", "note"],
});

export const board = (changes: object = {}) => ({
  waiting: [],
  mine: [],
  others: [],
  callbacks: { open: 0 },
  colleagues: [],
  opening: [],
  ...changes,
});

export const session = (id = 1, csrf = "t1") => ({
  csrf,
  me: { id, name: "n", shown_name: "N", role: "agent", municipalities: [{ slug: "a", name: "A" }], units: [], away: null },
  settings: { late_seconds: 180, alert_seconds: 15, limit: 2000 },
});

export interface Seen {
  method: string;
  path: string;
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

interface Opened {
  path: string;
  controller: ReadableStreamDefaultController<Uint8Array>;
}

const encoder = new TextEncoder();

/** Answers by method and path; what has no answer is 404, `down` cuts everything. */
export class DeskService {
  seen: Seen[] = [];
  streams: Opened[] = [];
  down = false;
  readonly #answers = new Map<string, [number, unknown]>();

  constructor() {
    this.on("GET /texts", 200, {});
    this.on("GET /session", 200, session());
    vi.stubGlobal("fetch", (url: string, options: RequestInit = {}) => this.#answer(url, options));
  }

  on(request: string, status: number, body: unknown = {}): void {
    this.#answers.set(request, [status, body]);
  }

  asked(request: string): Seen[] {
    return this.seen.filter(({ method, path }) => `${method} ${path}` === request);
  }

  /** Send an event on the newest stream of a path. */
  send(path: string, name: string, data: object, id?: number): void {
    const open = this.streams.filter((one) => one.path === path).at(-1);
    open?.controller.enqueue(encoder.encode(`${id ? `id: ${id}\n` : ""}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
  }

  async #answer(url: string, options: RequestInit): Promise<Response> {
    if (this.down) throw new Error("down");
    const path = url.replace("/desk/api", "");
    const method = options.method ?? "GET";
    const headers = (options.headers ?? {}) as Record<string, string>;
    this.seen.push({ method, path, body: options.body ? JSON.parse(String(options.body)) : {}, headers });
    const [status, body] = this.#answers.get(`${method} ${path}`) ?? [path.endsWith("/stream") ? 200 : 404, {}];
    if (path.endsWith("/stream") && status === 200) {
      const stream = new ReadableStream<Uint8Array>({ start: (controller) => void this.streams.push({ path, controller }) });
      return new Response(stream);
    }
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  }
}

/** Let everything that waits on promises and streams go on, and so many milliseconds pass. */
export async function settle(ms = 0): Promise<void> {
  for (const step of [0, ...Array.from({ length: 10 }, () => ms / 10), 0]) {
    await vi.advanceTimersByTimeAsync(step);
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}
