// What the service says to the desk (docs/desk.md), read with care: what is missing or of another kind counts as absent.

import { fields, number, readEntry, text, type RobotEntry } from "../protocol";

export interface Municipality {
  slug: string;
  name: string;
}

export interface Person {
  id: number;
  name: string;
}

export interface Me {
  id: number;
  name: string;
  shownName: string;
  role: string;
  municipalities: Municipality[];
  units: string[];
  /** Why one takes no new conversations, null while one does. */
  away: string | null;
}

export interface Settings {
  /** A conversation that waits longer stands out. */
  lateSeconds: number;
  /** The alarm is repeated so often. */
  alertSeconds: number;
  /** Characters of a reply. */
  limit: number;
}

export interface Session {
  csrf: string;
  me: Me;
  settings: Settings;
}

export interface Card {
  reference: string;
  municipality: string;
  unit: string;
  why: string;
  state: string;
  askedAt: string;
  claimedAt: string;
  staff: Person | null;
  last: string;
  lastKind: string;
  lastAt: string;
  unread: number;
  citizenThere: boolean;
  urgent: boolean;
}

export interface Colleague extends Person {
  unit: string;
  municipalities: string[];
  there: boolean;
  away: string | null;
}

export interface Opening {
  municipality: string;
  unit: string;
  state: string;
  text: string;
}

export interface Board {
  waiting: Card[];
  mine: Card[];
  others: Card[];
  openCallbacks: number;
  colleagues: Colleague[];
  opening: Opening[];
}

export interface Guess {
  intent: string;
  topics: string[];
  candidates: string[];
  municipality: string;
}

interface Said {
  number: number;
  at: string;
  text: string;
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

export interface Callback {
  receipt: string;
  municipality: string;
  unit: string;
  name: string;
  phone: string;
  email: string;
  question: string;
  askedAt: string;
  state: string;
  attempts: number;
  handledAt: string;
  handledBy: string;
  note: string;
  reference: string;
}

export interface Found {
  reference: string;
  municipality: string;
  unit: string;
  endedAt: string;
  reason: string;
  staff: string;
  excerpt: string;
}

export interface Reading {
  at: string;
  by: string;
  municipality: string;
  what: string;
  reference: string;
}

export interface Page<Item> {
  items: Item[];
  page: number;
  more: boolean;
}

const LATE_SECONDS = 180;
const ALERT_SECONDS = 15;
const LIMIT = 2000;

/** What `read` makes of each item, without those of which it makes nothing. */
export function readList<Item>(data: unknown, read: (item: unknown) => Item | null): Item[] {
  return (Array.isArray(data) ? data : []).map(read).filter((item): item is Item => item !== null);
}

const readText = (item: unknown): string | null => text(item) || null;

export function readSession(data: unknown): Session | null {
  const from = fields(data);
  const me = fields(from["me"]);
  const settings = fields(from["settings"]);
  const csrf = text(from["csrf"]);
  const id = number(me["id"]);
  if (!csrf || id === null) return null;
  return {
    csrf,
    me: {
      id,
      name: text(me["name"]),
      shownName: text(me["shown_name"]) || text(me["name"]),
      role: text(me["role"]),
      municipalities: readList(me["municipalities"], readMunicipality),
      units: readList(me["units"], readText),
      away: typeof me["away"] === "string" ? me["away"] : null,
    },
    settings: {
      lateSeconds: number(settings["late_seconds"]) ?? LATE_SECONDS,
      alertSeconds: number(settings["alert_seconds"]) ?? ALERT_SECONDS,
      limit: number(settings["limit"]) ?? LIMIT,
    },
  };
}

function readMunicipality(data: unknown): Municipality | null {
  const from = fields(data);
  const slug = text(from["slug"]);
  return slug ? { slug, name: text(from["name"]) || slug } : null;
}

function readPerson(data: unknown): Person | null {
  const from = fields(data);
  const id = number(from["id"]);
  return id === null ? null : { id, name: text(from["shown_name"]) };
}

export function readCard(data: unknown): Card | null {
  const from = fields(data);
  const reference = text(from["reference"]);
  if (!reference) return null;
  return {
    reference,
    municipality: text(from["municipality"]),
    unit: text(from["unit"]),
    why: text(from["why"]),
    state: text(from["state"]),
    askedAt: text(from["asked_at"]),
    claimedAt: text(from["claimed_at"]),
    staff: readPerson(from["staff"]),
    last: text(from["last"]),
    lastKind: text(from["last_kind"]),
    lastAt: text(from["last_at"]),
    unread: number(from["unread"]) ?? 0,
    citizenThere: from["citizen_there"] === true,
    urgent: from["urgent"] === true,
  };
}

export function readBoard(data: unknown): Board {
  const from = fields(data);
  return {
    waiting: readList(from["waiting"], readCard),
    mine: readList(from["mine"], readCard),
    others: readList(from["others"], readCard),
    openCallbacks: number(fields(from["callbacks"])["open"]) ?? 0,
    colleagues: readList(from["colleagues"], readColleague),
    opening: readList(from["opening"], readOpening),
  };
}

function readColleague(data: unknown): Colleague | null {
  const from = fields(data);
  const person = readPerson(data);
  if (!person) return null;
  return {
    ...person,
    unit: text(from["unit"]),
    municipalities: readList(from["municipalities"], readText),
    there: from["there"] === true,
    away: typeof from["away"] === "string" ? from["away"] : null,
  };
}

function readOpening(data: unknown): Opening | null {
  const from = fields(data);
  if (!from["state"]) return null;
  return {
    municipality: text(from["municipality"]),
    unit: text(from["unit"]),
    state: text(from["state"]),
    text: text(from["text"]),
  };
}

/** An entry of a conversation, null where it is of a kind that this page does not know. */
export function readDeskEntry(data: unknown): DeskEntry | null {
  const from = fields(data);
  const at = number(from["number"]);
  if (at === null) return null;
  const said = { number: at, at: text(from["at"]), text: text(from["text"]) };
  const sender = fields(from["sender"]);
  switch (from["kind"]) {
    case "citizen":
    case "notice":
      return { ...said, kind: from["kind"] };
    case "robot": {
      const entry = readEntry(data);
      return entry?.kind === "robot" ? { ...entry, guessed: readGuess(from["guessed"]) } : null;
    }
    case "person":
      return { ...said, kind: "person", clientId: text(from["client_id"]), name: text(sender["name"]), unit: text(sender["unit"]) };
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

function readGuess(data: unknown): Guess | null {
  const from = fields(data);
  const guess = {
    intent: text(from["intent"]),
    topics: readList(from["topics"], readText),
    candidates: readList(from["candidates"], readText),
    municipality: text(from["municipality"]),
  };
  return guess.intent || guess.topics.length || guess.candidates.length ? guess : null;
}

export function readNote(data: unknown): Note | null {
  const from = fields(data);
  const id = typeof from["id"] === "number" ? String(from["id"]) : text(from["id"]);
  if (!id) return null;
  return { id, by: text(from["by"]) || text(fields(from["by"])["shown_name"]), at: text(from["at"]), text: text(from["text"]) };
}

export function readDetail(data: unknown): Detail | null {
  const from = fields(data);
  const card = readCard(from["card"]);
  if (!card) return null;
  return {
    card,
    about: readAbout(from["about"]),
    entries: readList(from["entries"], readDeskEntry),
    notes: readList(from["notes"], readNote),
    may: readList(from["may"], readText),
  };
}

function readAbout(data: unknown): About {
  const from = fields(data);
  return {
    municipality: readMunicipality(from["municipality"]),
    unit: text(from["unit"]),
    circumstances: readList(from["circumstances"], (item) => {
      const { name, value } = fields(item);
      return text(name) ? { name: text(name), value: text(value) } : null;
    }),
    topics: readList(from["topics"], readText),
    why: text(from["why"]),
    page: text(from["page"]),
    startedAt: text(from["started_at"]),
    opening: readOpening(from["opening"]),
    contact: readList(from["contact"], readText),
  };
}

export function readReadyAnswer(data: unknown): ReadyAnswer | null {
  const from = fields(data);
  const said = text(from["text"]);
  if (!said) return null;
  return { topic: text(from["topic"]), slug: text(from["slug"]), label: text(from["label"]), text: said, source: text(from["source"]) };
}

export function readCallback(data: unknown): Callback | null {
  const from = fields(data);
  const receipt = text(from["receipt"]);
  if (!receipt) return null;
  return {
    receipt,
    municipality: text(from["municipality"]),
    unit: text(from["unit"]),
    name: text(from["name"]),
    phone: text(from["phone"]),
    email: text(from["email"]),
    question: text(from["question"]),
    askedAt: text(from["asked_at"]),
    state: text(from["state"]),
    attempts: number(from["attempts"]) ?? 0,
    handledAt: text(from["handled_at"]),
    handledBy: text(from["handled_by"]),
    note: text(from["note"]),
    reference: text(from["reference"]),
  };
}

export function readFound(data: unknown): Found | null {
  const from = fields(data);
  const reference = text(from["reference"]);
  if (!reference) return null;
  return {
    reference,
    municipality: text(from["municipality"]),
    unit: text(from["unit"]),
    endedAt: text(from["ended_at"]),
    reason: text(from["reason"]),
    staff: text(from["staff"]),
    excerpt: text(from["excerpt"]),
  };
}

export function readReading(data: unknown): Reading | null {
  const from = fields(data);
  const at = text(from["at"]);
  if (!at) return null;
  return {
    at,
    by: text(from["by"]),
    municipality: text(from["municipality"]),
    what: text(from["what"]),
    reference: text(from["reference"]),
  };
}

/** A page of a list that the service cuts into pages. */
export function readPage<Item>(data: unknown, name: string, read: (item: unknown) => Item | null): Page<Item> {
  const from = fields(data);
  return { items: readList(from[name], read), page: number(from["page"]) ?? 1, more: from["more"] === true };
}
