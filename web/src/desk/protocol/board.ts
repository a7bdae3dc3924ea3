// What waits and who is there (docs/desk.md).

import { fields, number, readList, text, texts, textsOf } from "../../data";
import { readAway, readPerson, type Person } from "./session";

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

export function readCard(data: unknown): Card | null {
  const from = fields(data);
  if (!text(from["reference"])) return null;
  return {
    ...textsOf(from, "reference", "municipality", "unit", "why", "state", "askedAt", "claimedAt", "last", "lastKind", "lastAt"),
    staff: readPerson(from["staff"]),
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
    municipalities: texts(from["municipalities"]),
    there: from["there"] === true,
    away: readAway(from["away"]),
  };
}

export function readOpening(data: unknown): Opening | null {
  const from = fields(data);
  return from["state"] ? textsOf(from, "municipality", "unit", "state", "text") : null;
}
