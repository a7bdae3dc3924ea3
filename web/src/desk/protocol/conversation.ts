// One conversation: what was said, what was noted, what one may do, and what one may answer with (docs/desk.md).

import { type Fields, fields, number, readList, text, texts, textsOf } from "../../data";
import { readTold, type Told } from "../../lookup/protocol";
import { readEntry, readSaid, readSender, type RobotEntry, type Said } from "../../protocol";
import { readCard, readOpening, type Card, type Opening } from "./board";
import { readMunicipality, type Municipality } from "./session";

export interface Guess {
  intent: string;
  topics: string[];
  candidates: string[];
  municipality: string;
}

export type DeskEntry =
  | (Said & { kind: "citizen" | "notice" })
  | (RobotEntry & { guessed: Guess | null })
  | (Said & { kind: "person"; clientId: string; name: string; unit: string })
  | (Said & { kind: "handover"; state: string })
  | (Said & { kind: "rating"; stars: number })
  | (Said & { kind: "feedback"; about: number; useful: boolean });

export interface Note {
  id: string;
  by: string;
  at: string;
  text: string;
}

export interface About {
  municipality: Municipality | null;
  unit: string;
  circumstances: { name: string; value: string }[];
  /** The same, as a look-up is asked with it. */
  told: Told;
  topics: string[];
  why: string;
  page: string;
  startedAt: string;
  opening: Opening | null;
  contact: string[];
}

export interface Detail {
  card: Card;
  about: About;
  entries: DeskEntry[];
  notes: Note[];
  may: string[];
}

export interface ReadyAnswer {
  topic: string;
  slug: string;
  label: string;
  text: string;
  source: string;
}

/** An entry of a conversation, null where it is of a kind that this page does not know. */
export function readDeskEntry(data: unknown): DeskEntry | null {
  const from = fields(data);
  const said = readSaid(from);
  if (!said) return null;
  switch (from["kind"]) {
    case "citizen":
    case "notice":
      return { ...said, kind: from["kind"] };
    case "robot": {
      const entry = readEntry(data);
      return entry?.kind === "robot" ? { ...entry, guessed: readGuess(fields(from["guessed"])) } : null;
    }
    case "person":
      return { ...said, kind: "person", clientId: text(from["client_id"]), ...readSender(from["sender"]) };
    case "handover":
      return { ...said, kind: "handover", state: text(from["state"]) };
    case "rating":
      return { ...said, kind: "rating", stars: number(from["stars"]) ?? 0 };
    case "feedback":
      return { ...said, kind: "feedback", about: number(from["about"]) ?? 0, useful: from["useful"] === true };
    default:
      return null;
  }
}

function readGuess(from: Fields): Guess | null {
  const topics = texts(from["topics"]);
  const candidates = texts(from["candidates"]);
  const guess = { ...textsOf(from, "intent", "municipality"), topics, candidates };
  return guess.intent || topics.length || candidates.length ? guess : null;
}

export function readNote(data: unknown): Note | null {
  const from = fields(data);
  const id = typeof from["id"] === "number" ? String(from["id"]) : text(from["id"]);
  if (!id) return null;
  return { id, by: text(from["by"]) || text(fields(from["by"])["shown_name"]), ...textsOf(from, "at", "text") };
}

export function readDetail(data: unknown): Detail | null {
  const from = fields(data);
  const card = readCard(from["card"]);
  if (!card) return null;
  return {
    card,
    about: readAbout(fields(from["about"])),
    entries: readList(from["entries"], readDeskEntry),
    notes: readList(from["notes"], readNote),
    may: texts(from["may"]),
  };
}

function readAbout(from: Fields): About {
  return {
    ...textsOf(from, "unit", "why", "page", "startedAt"),
    municipality: readMunicipality(from["municipality"]),
    circumstances: readList(from["circumstances"], (item) => {
      const circumstance = textsOf(fields(item), "name", "value");
      return circumstance.name ? circumstance : null;
    }),
    told: readTold(from["told"]),
    topics: texts(from["topics"]),
    opening: readOpening(from["opening"]),
    contact: texts(from["contact"]),
  };
}

export function readReadyAnswer(data: unknown): ReadyAnswer | null {
  const answer = textsOf(fields(data), "topic", "slug", "label", "text", "source");
  return answer.text ? answer : null;
}
