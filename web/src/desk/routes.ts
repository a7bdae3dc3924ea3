// Where one is at the desk: in the address behind #, so that a reload comes back to it. It is never sent to a server.

export type Route =
  | { name: "queue" }
  | { name: "conversation"; reference: string }
  | { name: "callbacks"; state: "open" | "done" }
  | { name: "search"; q: string; municipality: string; page: number }
  | { name: "audit"; page: number };

export const QUEUE: Route = { name: "queue" };

const REFERENCE = /^[\w-]{1,64}$/;

/** The place that an address names; the queue where it names none. */
export function routeOf(hash: string): Route {
  const [where = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [name, rest = ""] = where.split("/", 2);
  const asked = new URLSearchParams(query);
  switch (name) {
    case "conversation":
      return REFERENCE.test(rest) ? { name, reference: rest } : QUEUE;
    case "callbacks":
      return { name, state: rest === "done" ? "done" : "open" };
    case "search":
      return { name, q: asked.get("q") ?? "", municipality: asked.get("municipality") ?? "", page: page(asked) };
    case "audit":
      return { name, page: page(asked) };
    default:
      return QUEUE;
  }
}

/** The address of a place. */
export function hashOf(route: Route): string {
  switch (route.name) {
    case "queue":
      return "#/queue";
    case "conversation":
      return `#/conversation/${route.reference}`;
    case "callbacks":
      return `#/callbacks/${route.state}`;
    case "search":
      return `#/search${queryOf({ q: route.q, municipality: route.municipality, page: pageWord(route.page) })}`;
    case "audit":
      return `#/audit${queryOf({ page: pageWord(route.page) })}`;
  }
}

function page(asked: URLSearchParams): number {
  const found = Number(asked.get("page") ?? "1");
  return Number.isInteger(found) && found >= 1 ? found : 1;
}

function pageWord(at: number): string {
  return at > 1 ? String(at) : "";
}

function queryOf(asked: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
  return query && `?${query}`;
}
