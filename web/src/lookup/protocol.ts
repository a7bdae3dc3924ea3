// What the service says to who looks things up (docs/lookup.md). What is unknown is passed over: a newer service can say more.

import { type Fields, fields, readList, text, texts, textsOf } from "../data";
import { readMunicipality, type Municipality } from "../desk/protocol/session";
import { type Answer, type Link, readAnswer, readLink } from "../protocol";

export interface Topic {
  topic: string;
  label: string;
  example: string;
}

export interface Catalogue {
  /** One's own come first. */
  municipalities: Municipality[];
  topics: Topic[];
  /** False where the letters alone are looked at. */
  understands: boolean;
}

export type Pension = "yes" | "no";

/** What is told of the person it is about, as searches and addresses carry it. */
export interface Told {
  /** "24", "0-29" or "30-". */
  age: string | null;
  pension: Pension | null;
}

export const NOTHING_TOLD: Told = { age: null, pension: null };

export interface Case {
  case: string;
  short: string;
}

/** The answer to one topic in one municipality. */
export interface Sheet {
  topic: string;
  label: string;
  /** Slug of the municipality. */
  municipality: string;
  /** Its name. */
  name: string;
  answer: Answer;
  links: Link[];
  /** All of it, with its source: what is copied. */
  text: string;
  /** Such as "2024-01-31"; empty where the document names no day. */
  approved: string;
  marks: string[];
  cases: Case[];
}

/** What a search found. */
export interface Found {
  municipality: string;
  /** The words name the municipality. */
  named: boolean;
  notCovered: string[];
  circumstances: { name: string; value: string }[];
  told: Told;
  /** What goes before all answers where the words tell of danger; empty where they do not. */
  danger: string;
  answers: Sheet[];
}

export function readCatalogue(data: unknown): Catalogue | null {
  const from = fields(data);
  const municipalities = readList(from["municipalities"], readMunicipality);
  const own = texts(from["own"]);
  const rank = ({ slug }: Municipality) => (own.includes(slug) ? 0 : 1);
  if (!municipalities.length) return null;
  return {
    municipalities: [...municipalities].sort((one, other) => rank(one) - rank(other)),
    topics: readList(from["topics"], readTopic),
    understands: from["understands"] !== false,
  };
}

export function readFound(data: unknown): Found | null {
  const from = fields(data);
  const municipality = text(from["municipality"]);
  if (!municipality) return null;
  return {
    municipality,
    named: from["named"] === true,
    notCovered: texts(from["not_covered"]),
    circumstances: readList(from["circumstances"], (item) => {
      const circumstance = textsOf(fields(item), "name", "value");
      return circumstance.name ? circumstance : null;
    }),
    told: readTold(from["told"]),
    danger: text(fields(from["danger"])["text"]),
    answers: readList(from["answers"], readSheet),
  };
}

export function readSheet(data: unknown): Sheet | null {
  const from = fields(data);
  const custom = fields(from["answer"]);
  const named = textsOf(from, "topic", "label", "municipality", "name", "text", "approved");
  if (!named.topic || !named.municipality || !text(custom["short"])) return null;
  return {
    ...named,
    answer: readAnswer(custom),
    links: readList(custom["links"], readLink),
    marks: texts(from["marks"]),
    cases: readList(from["cases"], readCase),
  };
}

export function readTold(data: unknown): Told {
  const from = fields(data);
  return { age: text(from["age"]) || null, pension: readPension(text(from["pension"])) };
}

export function readPension(word: string): Pension | null {
  return word === "yes" || word === "no" ? word : null;
}

function readTopic(data: unknown): Topic | null {
  const topic = textsOf(fields(data), "topic", "label", "example");
  return topic.topic && topic.label ? topic : null;
}

function readCase(data: unknown): Case | null {
  const from: Fields = fields(data);
  const found = textsOf(from, "case", "short");
  return found.case && found.short ? found : null;
}
