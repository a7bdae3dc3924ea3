// The lists beside the conversations: call-backs, what was searched for, who has read what (docs/desk.md).

import { fields, number, readList, textsOf } from "../../data";

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

const OF_A_CALLBACK = [
  "receipt",
  "municipality",
  "unit",
  "name",
  "phone",
  "email",
  "question",
  "askedAt",
  "state",
  "handledAt",
  "handledBy",
  "note",
  "reference",
] as const;

export function readCallback(data: unknown): Callback | null {
  const from = fields(data);
  const callback = { ...textsOf(from, ...OF_A_CALLBACK), attempts: number(from["attempts"]) ?? 0 };
  return callback.receipt ? callback : null;
}

export function readFound(data: unknown): Found | null {
  const found = textsOf(fields(data), "reference", "municipality", "unit", "endedAt", "reason", "staff", "excerpt");
  return found.reference ? found : null;
}

export function readReading(data: unknown): Reading | null {
  const reading = textsOf(fields(data), "at", "by", "municipality", "what", "reference");
  return reading.at ? reading : null;
}

/** A page of a list that the service cuts into pages. */
export function readPage<Item>(data: unknown, name: string, read: (item: unknown) => Item | null): Page<Item> {
  const from = fields(data);
  return { items: readList(from[name], read), page: number(from["page"]) ?? 1, more: from["more"] === true };
}
