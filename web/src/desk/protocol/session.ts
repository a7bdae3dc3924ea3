// Who sits at the desk (docs/desk.md).

import { fields, number, readList, text, texts, textsOf } from "../../data";

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

const LATE_SECONDS = 180;
const ALERT_SECONDS = 15;
const LIMIT = 2000;

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
      ...textsOf(me, "name", "role"),
      shownName: text(me["shown_name"]) || text(me["name"]),
      municipalities: readList(me["municipalities"], readMunicipality),
      units: texts(me["units"]),
      away: readAway(me["away"]),
    },
    settings: {
      lateSeconds: number(settings["late_seconds"]) ?? LATE_SECONDS,
      alertSeconds: number(settings["alert_seconds"]) ?? ALERT_SECONDS,
      limit: number(settings["limit"]) ?? LIMIT,
    },
  };
}

export function readMunicipality(data: unknown): Municipality | null {
  const from = fields(data);
  const slug = text(from["slug"]);
  return slug ? { slug, name: text(from["name"]) || slug } : null;
}

export function readPerson(data: unknown): Person | null {
  const from = fields(data);
  const id = number(from["id"]);
  return id === null ? null : { id, name: text(from["shown_name"]) };
}

/** Why somebody takes no new conversations; an empty reason is one too. */
export function readAway(data: unknown): string | null {
  return typeof data === "string" ? data : null;
}
