// A stand-in for the service, for looking at the desk: docs/desk.md in memory, on loopback, with what desk.yml holds.
// Everybody's password is "desk" and five wrong ones lock the login. POST /dev/set takes {"down", "slow"}; /dev/citizen {"reference",
// "text"} or {"reference", "typing"} or {"reference", "there"} lets a citizen act; /dev/ask {"reference", "why"} adds one to the queue; /dev/end ends all sessions.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const data = parse(readFileSync(here("desk.yml"), "utf8"));
const wording = parse(readFileSync(here("../../bot/wording/locales/da/desk.yml"), "utf8")).da;
const port = Number(process.env.PORT ?? 5098);
const behaviour = { down: false, slow: 0 };
const SETTINGS = { late_seconds: 180, alert_seconds: 15, limit: 2000 };
const PAGE_SIZE = 10;
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'";

const sessions = new Map();
const boards = new Map(); // response -> session
const readings = [];
let wrong = 0;
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const people = data.people.map((one) => ({ ...one, away: null }));
const person = (id) => people.find((one) => one.id === id);
const shown = (one) => one && { id: one.id, shown_name: one.shown_name };

class Conversation {
  entries = [];
  notes = [];
  listeners = new Set();
  claimedAt = null;
  constructor({ reference, municipality, unit = null, why = "asked", waited = 0, words = ["Hej"], there = true, staff, reason }) {
    Object.assign(this, { reference, municipality, unit, why, there, urgent: why === "danger", reason: reason ?? null });
    this.askedAt = ago(waited);
    this.staff = staff ?? null;
    this.state = reason ? "closed" : staff ? "person" : "waiting";
    this.endedAt = reason ? ago(waited - 60) : null;
    for (const [index, text] of words.entries()) {
      this.add({ kind: "citizen", text, at: ago(waited + 90 - index * 10) }, true);
      if (index === 0) this.add({ kind: "robot", ...data.robot, answers: 1, at: ago(waited + 85) }, true);
    }
    this.add({ kind: "handover", state: this.state, text: "Borgeren står nu i kø.", at: this.askedAt }, true);
  }
  add(entry, quiet = false) {
    const made = { number: this.entries.length + 1, at: new Date().toISOString(), ...entry };
    this.entries.push(made);
    if (!quiet) {
      this.tell("entry", made, made.number);
      tellBoards();
    }
    return made;
  }
  tell(name, body, id) {
    for (const response of this.listeners) response.write(event(name, body, id));
  }
  card() {
    const said = this.entries.filter(({ kind }) => ["citizen", "robot", "person"].includes(kind));
    const last = said.at(-1);
    const replied = said.findLastIndex(({ kind }) => kind === "person");
    return {
      reference: this.reference,
      municipality: this.municipality,
      unit: this.unit,
      why: this.why,
      state: this.state,
      asked_at: this.askedAt,
      claimed_at: this.claimedAt,
      staff: shown(person(this.staff)) ?? null,
      last: last?.text.slice(0, 120) ?? "",
      last_kind: last?.kind ?? "",
      last_at: last?.at ?? "",
      unread: this.staff ? said.slice(replied + 1).filter(({ kind }) => kind === "citizen").length : 0,
      citizen_there: this.there,
      urgent: this.urgent,
    };
  }
  may(me) {
    if (this.state === "closed") return me.role === "administrator" ? ["export", "erase"] : [];
    const own = this.staff === me.id && this.state === "person";
    return [
      ...(this.state === "waiting" ? ["claim"] : []),
      ...(this.state === "person" && !own && me.role !== "agent" ? ["take"] : []),
      ...(own ? ["reply", "forward", "return", "close"] : []),
      "note",
      ...(me.role === "administrator" ? ["export", "erase"] : []),
    ];
  }
  whole(me) {
    const municipality = data.municipalities.find(({ slug }) => slug === this.municipality) ?? null;
    const about = {
      municipality,
      unit: this.unit,
      circumstances: [{ name: "Alder", value: "00" }, { name: "Førtidspension", value: "Nej" }],
      topics: ["Sagsbehandlingstid"],
      why: this.why,
      page: this.municipality,
      started_at: this.entries[0]?.at,
      opening: data.opening.find((one) => one.municipality === this.municipality) ?? null,
      contact: ["Eksempelvisitationen: 00 00 00 00"],
    };
    return { card: this.card(), about, entries: this.entries, notes: this.notes, may: this.may(me) };
  }
  becomes(state, staff, text) {
    this.state = state;
    this.staff = staff;
    this.claimedAt = staff ? new Date().toISOString() : null;
    this.add({ kind: "handover", state, text, sender: staff ? { name: person(staff).shown_name, unit: "" } : null });
    this.tell("card", this.card());
    tellBoards();
  }
}

const conversations = new Map(data.conversations.map((one) => [one.reference, new Conversation(one)]));
for (let index = 0; index < 12; index++) {
  const reference = `OLD0-${1000 + index}`;
  conversations.set(reference, new Conversation({ reference, municipality: "proeve", waited: 100000 + index * 1000, staff: 2, reason: "no_reply" }));
}
const callbacks = data.callbacks.map((one, index) => ({ handled_by: null, note: "", ...one, asked_at: ago(7200 - index), handled_at: one.handled_by ? ago(600) : null }));

function boardOf(me) {
  const live = [...conversations.values()];
  const waiting = live.filter(({ state }) => state === "waiting").sort((one, other) => (one.askedAt < other.askedAt ? -1 : 1));
  const held = live.filter(({ state }) => state === "person");
  const there = new Set([...boards.values()].map(({ id }) => id));
  return {
    waiting: waiting.map((one) => one.card()),
    mine: held.filter(({ staff }) => staff === me.id).map((one) => one.card()),
    others: held.filter(({ staff }) => staff !== me.id).map((one) => one.card()),
    callbacks: { open: callbacks.filter(({ state }) => state !== "done").length },
    colleagues: people.map(({ id, shown_name, units, away }) => ({
      id,
      shown_name,
      unit: units[0] ?? null,
      municipalities: data.municipalities.map(({ slug }) => slug),
      there: there.has(id),
      away,
    })),
    opening: data.opening,
  };
}

function tellBoards() {
  for (const [response, me] of boards) response.write(event("board", boardOf(me)));
}

function event(name, body, id) {
  return `${id ? `id: ${id}\n` : ""}event: ${name}\ndata: ${JSON.stringify(body)}\n\n`;
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...headers });
  response.end(body === null ? "" : JSON.stringify(body));
}

function refuse(response, status, error, headers = {}, name = "") {
  send(response, status, { error, text: data.texts[error].replace("%{name}", name) }, headers);
}

function sessionOf({ csrf, me }) {
  const { id, name, shown_name, role, units, away } = me;
  return { csrf, me: { id, name, shown_name, role, units, away, municipalities: data.municipalities }, settings: SETTINGS };
}

function openStream(request, response) {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const beat = setInterval(() => response.write(":\n\n"), 15_000);
  response.on("close", () => clearInterval(beat));
}

async function body(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
}

function login(response, { name, password }) {
  const me = people.find((one) => one.name === name);
  if (wrong >= 5) return refuse(response, 429, "locked", { "retry-after": "600" });
  if (!me || password !== "desk") {
    wrong += 1;
    return refuse(response, 401, "wrong_login");
  }
  wrong = 0;
  const token = randomBytes(16).toString("hex");
  sessions.set(token, { csrf: randomBytes(16).toString("hex"), me });
  const cookie = `desk=${token}; HttpOnly; SameSite=Strict; Path=/desk`;
  return send(response, 200, sessionOf(sessions.get(token)), { "set-cookie": cookie });
}

async function desk(request, response, path, query) {
  if (behaviour.down) return request.destroy();
  if (behaviour.slow) await new Promise((resolve) => setTimeout(resolve, behaviour.slow));
  if (path === "texts") return send(response, 200, wording);
  if (path === "login") return login(response, await body(request));
  const token = /desk=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
  const session = sessions.get(token);
  if (!session) return refuse(response, 401, "no_session");
  if (request.method !== "GET" && request.headers["x-csrf-token"] !== session.csrf) return refuse(response, 403, "csrf");
  const { me } = session;
  const asked = request.method === "GET" ? {} : await body(request);
  const [what, name, act] = path.split("/");
  switch (what) {
    case "session":
      return send(response, 200, sessionOf(session));
    case "logout":
      end(token);
      return send(response, 204, null);
    case "status":
      me.away = asked.away;
      tellBoards();
      return send(response, 200, sessionOf(session));
    case "stream":
      openStream(request, response);
      boards.set(response, me);
      response.session = token;
      response.on("close", () => {
        boards.delete(response);
        tellBoards();
      });
      return tellBoards();
    case "conversations":
      return conversation(request, response, me, conversations.get(name), act, asked);
    case "answers":
      return send(response, 200, { answers: data.answers });
    case "units":
      return send(response, 200, { units: data.units });
    case "callbacks":
      return name ? callback(response, me, callbacks.find(({ receipt }) => receipt === name), asked) : listCallbacks(response, query);
    case "search":
      return search(response, me, query);
    case "audit": {
      if (me.role === "agent") return refuse(response, 403, "role");
      return paged(response, "readings", [...readings].reverse(), query);
    }
  }
  return refuse(response, 404, "not_found");
}

function end(token) {
  sessions.delete(token);
  for (const response of boards.keys()) if (response.session === token) response.end(event("session", { over: true }));
}

function paged(response, name, all, query) {
  const page = Number(query.get("page") ?? 1);
  const items = all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return send(response, 200, { [name]: items, page, more: all.length > page * PAGE_SIZE });
}

function read(me, what, reference, municipality) {
  readings.push({ at: new Date().toISOString(), by: me.shown_name, municipality, what, reference });
}

function listCallbacks(response, query) {
  const done = query.get("state") === "done";
  send(response, 200, { callbacks: callbacks.filter(({ state }) => (state === "done") === done) });
}

function callback(response, me, one, { outcome, note }) {
  if (!one) return refuse(response, 404, "not_found");
  Object.assign(one, { state: outcome, note: note || one.note, attempts: one.attempts + 1, handled_at: new Date().toISOString(), handled_by: me.shown_name });
  read(me, "callback", one.receipt, one.municipality);
  tellBoards();
  return send(response, 200, one);
}

function search(response, me, query) {
  const words = (query.get("q") ?? "").toLowerCase();
  read(me, "search", "", query.get("municipality") ?? "");
  const found = [...conversations.values()]
    .filter((one) => one.state === "closed" && (!query.get("municipality") || one.municipality === query.get("municipality")))
    .filter((one) => `${one.reference} ${one.entries.map(({ text }) => text).join(" ")}`.toLowerCase().includes(words))
    .map((one) => ({
      reference: one.reference,
      municipality: one.municipality,
      unit: one.unit,
      ended_at: one.endedAt,
      reason: one.reason,
      staff: person(one.staff)?.shown_name ?? "",
      excerpt: one.entries[0].text,
    }));
  return paged(response, "found", found, query);
}

async function conversation(request, response, me, one, act, asked) {
  if (!one) return refuse(response, 404, "not_found");
  if (request.method === "DELETE") {
    conversations.delete(one.reference);
    read(me, "erase", one.reference, one.municipality);
    tellBoards();
    return send(response, 200, { entries: one.entries.length, notes: one.notes.length });
  }
  const mine = one.staff === me.id && one.state === "person";
  switch (act) {
    case undefined:
      read(me, "conversation", one.reference, one.municipality);
      return send(response, 200, one.whole(me));
    case "stream":
      openStream(request, response);
      for (const entry of one.entries) if (entry.number > Number(request.headers["last-event-id"] ?? 0)) response.write(event("entry", entry, entry.number));
      for (const note of one.notes) response.write(event("note", note));
      response.write(event("card", one.card()));
      one.listeners.add(response);
      return response.on("close", () => one.listeners.delete(response));
    case "claim":
      if (one.state !== "waiting") return refuse(response, 409, "taken", {}, person(one.staff)?.shown_name);
      one.becomes("person", me.id, data.texts.claimed.replace("%{name}", me.shown_name));
      return send(response, 200, one.whole(me));
    case "take":
      one.becomes("person", me.id, data.texts.claimed.replace("%{name}", me.shown_name));
      return send(response, 200, {});
    case "note": {
      const note = { id: one.notes.length + 1, by: me.shown_name, at: new Date().toISOString(), text: asked.text };
      one.notes.push(note);
      one.tell("note", note);
      return send(response, 201, note);
    }
    case "export":
      read(me, "export", one.reference, one.municipality);
      return send(response, 200, { reference: one.reference, entries: one.entries });
  }
  if (!mine) return refuse(response, 409, "not_yours");
  switch (act) {
    case "typing":
      return send(response, 204, null);
    case "reply": {
      const before = one.entries.find(({ client_id }) => client_id === asked.id);
      const entry = before ?? one.add({ kind: "person", client_id: asked.id, text: asked.text, sender: { name: me.shown_name, unit: me.units[0] ?? "" } });
      return send(response, before ? 200 : 202, { number: entry.number, text: entry.text });
    }
    case "forward":
      one.why = "forwarded";
      if (asked.note) one.notes.push({ id: one.notes.length + 1, by: me.shown_name, at: new Date().toISOString(), text: asked.note });
      if (asked.to.unit !== undefined) one.unit = asked.to.unit;
      one.becomes(asked.to.staff ? "person" : "waiting", asked.to.staff ?? null, data.texts.forwarded);
      return send(response, 200, {});
    case "return":
      one.becomes("robot", null, data.texts.returned);
      return send(response, 200, {});
    case "close":
      one.reason = asked.reason;
      one.endedAt = new Date().toISOString();
      one.becomes("closed", me.id, data.texts.closed);
      one.tell("closed", { reason: "person" });
      for (const listener of one.listeners) listener.end();
      return send(response, 200, {});
  }
  return refuse(response, 404, "not_found");
}

async function outside(response, what, asked) {
  const one = conversations.get(asked.reference);
  if (what === "set") {
    Object.assign(behaviour, asked);
    if (behaviour.down) for (const listener of [...boards.keys(), ...[...conversations.values()].flatMap((each) => [...each.listeners])]) listener.destroy();
  } else if (what === "end") {
    for (const token of [...sessions.keys()]) end(token);
  } else if (what === "unlock") {
    wrong = 0;
  } else if (what === "ask") {
    conversations.set(asked.reference, new Conversation({ municipality: "eksempel", ...asked }));
    tellBoards();
  } else if (one && asked.text) {
    one.add({ kind: "citizen", text: asked.text });
  } else if (one && "typing" in asked) {
    one.tell("typing", { typing: asked.typing });
  } else if (one && "there" in asked) {
    one.there = asked.there;
    tellBoards();
  }
  return send(response, 200, behaviour);
}

function shell() {
  const page = readFileSync(here("../../bot/server/pages/desk.html"), "utf8");
  const text = (key) => key.split(".").slice(1).reduce((node, name) => node[name], wording);
  return page.replace(/\{\{ ([a-z_.]+) \}\}/g, (_, key) => text(key).replace(/&/g, "&amp;").replace(/</g, "&lt;"));
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, `http://127.0.0.1:${port}`);
  try {
    if (pathname.startsWith("/desk/api/")) return await desk(request, response, decodeURIComponent(pathname.slice("/desk/api/".length)), searchParams);
    if (pathname.startsWith("/dev/")) return await outside(response, pathname.slice("/dev/".length), await body(request));
    if (pathname === "/desk.js") {
      const built = here("../dist/desk.js");
      if (!existsSync(built)) return send(response, 404, { error: "run npm run build first" });
      response.writeHead(200, { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-store" });
      return response.end(readFileSync(built));
    }
    if (pathname === "/static/icon.svg") {
      response.writeHead(200, { "content-type": "image/svg+xml" });
      return response.end(readFileSync(here("../../bot/server/pages/static/icon.svg")));
    }
    if (pathname !== "/desk") return send(response, 404, { error: "not_found" });
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY, "referrer-policy": "no-referrer" });
    return response.end(shell());
  } catch (error) {
    return send(response, 400, { error: String(error) });
  }
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/desk`));
