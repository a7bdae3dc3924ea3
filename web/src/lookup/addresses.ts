// The addresses of docs/lookup.md: where one is, and where one goes. What is typed stands in none of them.

import { NOTHING_TOLD, readPension, type Sheet, type Told } from "./protocol";

export type Place =
  | { name: "search"; told: Told }
  | { name: "answer"; municipality: string; topic: string; told: Told }
  /** A page that the service writes itself; this script is there only where somebody has to log in first. */
  | { name: "written" };

export const SEARCH = "/lookup";
export const COVERAGE = "/lookup/coverage";

// Names of pages, where a municipality may stand.
const WRITTEN = new Set(["compare", "coverage"]);

export function placeOf({ pathname, search }: Pick<Location, "pathname" | "search">): Place {
  const [, , municipality = "", topic = "", ...rest] = pathname.replace(/\/+$/, "").split("/").map(decoded);
  const told = toldOf(search);
  if (!municipality) return { name: "search", told };
  if (!topic || rest.length || WRITTEN.has(municipality)) return { name: "written" };
  return { name: "answer", municipality, topic, told };
}

export function answerAddress({ municipality, topic }: Pick<Sheet, "municipality" | "topic">, told: Told = NOTHING_TOLD): string {
  return `${SEARCH}/${part(municipality)}/${part(hyphened(topic))}${queryOf(told)}`;
}

/** The comparison of a topic; without one, the form that asks what to compare. */
export function compareAddress(topic: string | null, told: Told = NOTHING_TOLD): string {
  return `${SEARCH}/compare${topic ? `/${part(hyphened(topic))}` : ""}${queryOf(told)}`;
}

export function browseAddress(municipality: string, told: Told = NOTHING_TOLD): string {
  return `${SEARCH}/${part(municipality)}${queryOf(told)}`;
}

/** What is told, as an address carries it; empty where nothing is. */
export function queryOf({ age, pension }: Told): string {
  const query = new URLSearchParams({ ...(age ? { age } : {}), ...(pension ? { pension } : {}) }).toString();
  return query && `?${query}`;
}

function toldOf(search: string): Told {
  const asked = new URLSearchParams(search);
  return { age: asked.get("age") || null, pension: readPension(asked.get("pension") ?? "") };
}

function hyphened(topic: string): string {
  return topic.replaceAll("_", "-");
}

function part(name: string): string {
  return encodeURIComponent(name);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
