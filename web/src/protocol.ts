// What the service says to the citizen (docs/channel.md). What is unknown is passed over: a newer service can say more.

import { type Fields, fields, number, readList, text, texts, textsOf } from "./data";

export type LinkKind = "tel" | "mailto" | "url";

export interface Link {
  kind: LinkKind;
  label: string;
  href: string;
}

/** What a button does beyond saying its title: it asks for a person, or opens the form for a call-back. */
export type Does = "" | "queue" | "callback";

export interface Button {
  id: string;
  title: string;
  does: Does;
}

/** Who has a conversation. */
export type HandoverState = "robot" | "waiting" | "person" | "closed";

export interface Sender {
  name: string;
  unit: string;
}

/** Who has a conversation now. */
export interface Handover {
  state: HandoverState;
  /** Place in the queue, 1 for who comes next; null where it does not say. */
  position: number | null;
  /** How long others have waited of late, null where nobody can say so honestly. */
  waitSeconds: number | null;
  /** The person, in state `person` alone. */
  sender: Sender | null;
}

/** What a call-back was given. */
export interface Receipt {
  receipt: string;
  /** The service's own words about it. */
  text: string;
}

export interface Answer {
  title: string;
  short: string;
  details: string[];
  law: string[];
  contact: string;
  source: string;
  next: string;
  status: string;
}

/** What every entry has. */
export interface Said {
  number: number;
  at: string;
  text: string;
}

export interface CitizenEntry extends Said {
  kind: "citizen";
  clientId: string;
}

export interface RobotEntry extends Said {
  kind: "robot";
  /** What sort of reply it is, such as "answer", "comparison" or "danger"; empty where it does not say. */
  type: string;
  /** The parts, of an answer alone. */
  answer: Answer | null;
  links: Link[];
  buttons: Button[];
}

export interface PersonEntry extends Said, Sender {
  kind: "person";
}

/** Who has the conversation from now on. */
export interface HandoverEntry extends Said, Sender {
  kind: "handover";
  state: HandoverState;
}

export interface NoticeEntry extends Said {
  kind: "notice";
}

export interface FeedbackEntry extends Said {
  kind: "feedback";
  about: number;
  useful: boolean;
}

/** How it was to talk with a person. */
export interface RatingEntry extends Said {
  kind: "rating";
}

/** What is shown as a message. */
export type SpokenEntry = CitizenEntry | RobotEntry | PersonEntry | HandoverEntry | NoticeEntry;
export type Entry = SpokenEntry | FeedbackEntry | RatingEntry;

export function isSpoken(entry: Entry): entry is SpokenEntry {
  return entry.kind !== "feedback" && entry.kind !== "rating";
}

export interface Begun {
  token: string;
  reference: string;
  limit: number;
  /** How long a conversation in which nothing is written stays open. */
  idleSeconds: number;
  warningSeconds: number;
}

const SCHEMES: Record<LinkKind, readonly string[]> = {
  tel: ["tel:"],
  mailto: ["mailto:"],
  url: ["https:", "http:"],
};

/** An entry of the stream, null where it is of a kind that this client does not know. */
export function readEntry(data: unknown): Entry | null {
  const from = fields(data);
  const said = readSaid(from);
  if (!said) return null;
  switch (from["kind"]) {
    case "citizen":
      return { ...said, kind: "citizen", clientId: text(from["client_id"]) };
    case "robot":
      return { ...said, kind: "robot", ...reply(from) };
    case "person":
      return { ...said, kind: "person", ...readSender(from["sender"]) };
    case "handover": {
      const state = handoverState(from["state"]);
      return state && { ...said, kind: "handover", state, ...readSender(from["sender"]) };
    }
    case "notice":
    case "rating":
      return { ...said, kind: from["kind"] };
    case "feedback": {
      const about = number(from["about"]);
      return about === null ? null : { ...said, kind: "feedback", about, useful: from["useful"] === true };
    }
    default:
      return null;
  }
}

/** What every entry has, null where it has no number. */
export function readSaid(from: Fields): Said | null {
  const at = number(from["number"]);
  return at === null ? null : { number: at, ...textsOf(from, "at", "text") };
}

export function readSender(data: unknown): Sender {
  return textsOf(fields(data), "name", "unit");
}

const STATES: readonly string[] = ["robot", "waiting", "person", "closed"] satisfies HandoverState[];

function handoverState(value: unknown): HandoverState | null {
  return STATES.includes(text(value)) ? (value as HandoverState) : null;
}

/** Who has the conversation, null where it is a state that this client does not know. */
export function readHandover(data: unknown): Handover | null {
  const from = fields(data);
  const state = handoverState(from["state"]);
  return (
    state && {
      state,
      position: number(from["position"]),
      waitSeconds: number(from["wait_seconds"]),
      sender: state === "person" ? readSender(from["sender"]) : null,
    }
  );
}

function reply(from: Fields): Pick<RobotEntry, "type" | "answer" | "links" | "buttons"> {
  const custom = fields(from["custom"]);
  const type = text(custom["type"]);
  return {
    type,
    answer: type === "answer" && text(custom["short"]) ? readAnswer(custom) : null,
    links: readList(custom["links"], readLink),
    buttons: readList(from["buttons"], button),
  };
}

export function readAnswer(custom: Fields): Answer {
  return {
    ...textsOf(custom, "title", "short", "contact", "source", "next", "status"),
    details: texts(custom["details"]),
    law: texts(custom["law"]),
  };
}

// Only what its kind promises may become a link.
export function readLink(data: unknown): Link | null {
  const from = fields(data);
  const kind = text(from["kind"]) as LinkKind;
  const label = text(from["label"]);
  const href = text(from["href"]);
  if (!label || !Object.hasOwn(SCHEMES, kind)) return null;
  try {
    return SCHEMES[kind].includes(new URL(href).protocol) ? { kind, label, href } : null;
  } catch {
    return null;
  }
}

function button(data: unknown): Button | null {
  const from = fields(data);
  const id = text(from["id"]);
  const title = text(from["title"]);
  const does = from["does"] ?? "";
  return id && title && isDoes(does) ? { id, title, does } : null;
}

// A button that does what this client does not know is left out.
function isDoes(value: unknown): value is Does {
  return value === "" || value === "queue" || value === "callback";
}

/** What the service says to a call-back, null where it cannot be used. */
export function readReceipt(data: unknown): Receipt | null {
  const from = fields(data);
  const receipt = text(from["receipt"]);
  return receipt ? { receipt, text: text(from["text"]) } : null;
}

/** The answer to the request for a conversation, null where it cannot be used. */
export function readBegun(data: unknown): Begun | null {
  const from = fields(data);
  const token = text(from["token"]);
  if (!token) return null;
  return {
    token,
    reference: text(from["reference"]),
    limit: number(from["limit"]) ?? DEFAULT_LIMIT,
    idleSeconds: number(from["idle_seconds"]) ?? DEFAULT_IDLE_SECONDS,
    warningSeconds: number(from["warning_seconds"]) ?? 0,
  };
}

/** Characters of a message, until the service has said how many it reads. */
export const DEFAULT_LIMIT = 1000;

/** How long an idle conversation stays, until the service has said so. */
export const DEFAULT_IDLE_SECONDS = 1800;
