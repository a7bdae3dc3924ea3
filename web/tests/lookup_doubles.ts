// Sheets and searches as the service sends them, and a service that answers when a test lets it.

import type { DeskFailure, DeskResult } from "../src/desk/session_line";
import type { Asked, LookupApi } from "../src/lookup/api";
import { type Catalogue, type Found, readCatalogue, readFound, readSheet, type Sheet, type Told } from "../src/lookup/protocol";

export const sheet = (topic = "contact", municipality = "a", changes: object = {}) => ({
  topic,
  slug: topic,
  label: topic.toUpperCase(),
  municipality,
  name: municipality.toUpperCase(),
  answer: { type: "answer", status: "stated", title: `${topic}, ${municipality}`, short: "Short.", details: [], law: [], source: "Source.", contact: "", next: "", links: [] },
  text: `${topic} of ${municipality}`,
  approved: "2024-01-31",
  marks: [],
  cases: [],
  ...changes,
});

export const found = (topics: string[], municipality = "a", changes: object = {}) => ({
  municipality,
  named: false,
  not_covered: [],
  circumstances: [],
  told: { age: null, pension: null },
  danger: null,
  answers: topics.map((topic) => sheet(topic, municipality)),
  ...changes,
});

export const catalogue = (changes: object = {}) => ({
  municipalities: ["a", "b", "c"].map((slug) => ({ slug, name: slug.toUpperCase() })),
  topics: [{ topic: "contact", slug: "contact", label: "CONTACT", example: "Who?" }],
  own: ["b"],
  understands: true,
  ...changes,
});

export const DOWN: DeskFailure = { kind: "down", text: "", status: 0, error: "" };
export const OVER: DeskFailure = { kind: "over", text: "", status: 401, error: "no_session" };
export const UNKNOWN: DeskFailure = { kind: "refused", text: "unknown", status: 404, error: "unknown_topic" };

export interface Request {
  /** What was searched for, or the topic that was opened. */
  words: string;
  municipality: string;
  told: Told;
  signal: AbortSignal;
  answer(result: object): Promise<void>;
  fail(failure: DeskFailure): Promise<void>;
}

/** A service whose answers come when the test gives them. */
export class LookupService {
  requests: Request[] = [];
  /** What the next reading of the catalogue brings. */
  there: object = catalogue();

  get api(): LookupApi {
    return this as unknown as LookupApi;
  }

  get last(): Request {
    const last = this.requests.at(-1);
    if (!last) throw new Error("nothing was asked");
    return last;
  }

  async catalogue(): Promise<DeskResult<Catalogue>> {
    return { ok: true, value: readCatalogue(this.there) as Catalogue };
  }

  search({ words, municipality, told }: Asked, signal: AbortSignal): Promise<DeskResult<Found>> {
    return this.#asked(words, municipality, told, signal, (data) => readFound(data) as Found);
  }

  answer(municipality: string, topic: string, told: Told, signal: AbortSignal): Promise<DeskResult<Sheet>> {
    return this.#asked(topic, municipality, told, signal, (data) => readSheet(data) as Sheet);
  }

  #asked<Value>(
    words: string,
    municipality: string,
    told: Told,
    signal: AbortSignal,
    read: (data: object) => Value,
  ): Promise<DeskResult<Value>> {
    return new Promise((resolve) => {
      const end = async (result: DeskResult<Value>): Promise<void> => {
        resolve(result);
        for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      };
      this.requests.push({
        words,
        municipality,
        told,
        signal,
        answer: (data) => end({ ok: true, value: read(data) }),
        fail: (failure) => end({ ok: false, failure }),
      });
    });
  }
}
