// A stand-in for the service, for looking at the widget: docs/channel.md in memory, on loopback, with answers from answers.yml.
// POST /dev/set takes {"down", "forbidden", "busy", "slow", "idle", "warning", "limit", "desk", "pace"}: how it behaves from now on.
// POST /dev/desk takes {"do": "claim"}: what the person at the desk does (person.mjs) with every conversation.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { Person } from "./person.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { replies, texts, page, person } = parse(readFileSync(here("answers.yml"), "utf8"));
const port = Number(process.env.PORT ?? 5099);
const behaviour = { down: false, forbidden: false, busy: 0, slow: 700, idle: 1800, warning: 120, limit: 1000, desk: true, pace: 0 };
const conversations = new Map();
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

class Conversation {
  entries = [];
  listeners = new Set();
  typing = false;
  desk = new Person(this, person, behaviour);
  constructor() {
    this.touch();
  }
  touch() {
    clearTimeout(this.timer);
    this.ends = Date.now() + behaviour.idle * 1000;
    this.timer = setTimeout(() => this.close("idle"), behaviour.idle * 1000);
    this.tell("session", { expires_in: this.left() });
  }
  left() {
    return Math.max(0, Math.round((this.ends - Date.now()) / 1000));
  }
  add(entry) {
    const number = this.entries.length + 1;
    const buttons = (entry.buttons ?? []).map((one, index) => ({
      id: `${number}.${index}`,
      ...(typeof one === "string" ? { title: one } : one),
    }));
    const made = { kind: "robot", at: new Date().toISOString(), ...entry, number, buttons };
    this.entries.push(made);
    this.tell("entry", made, number);
    return made;
  }
  tell(name, data, id) {
    for (const response of this.listeners) response.write(event(name, data, id));
  }
  async answer(text, button) {
    if (button?.does === "queue") return this.desk.wait();
    if (this.desk.state === "person") return this.desk.reply(behaviour.slow);
    this.write(true);
    await new Promise((resolve) => setTimeout(resolve, behaviour.slow));
    const found = replies.find(({ when }) => new RegExp(when, "i").test(text));
    for (const entry of found.entries) this.add(entry);
    this.write(false);
  }
  write(typing) {
    this.typing = typing;
    this.tell("typing", { typing });
  }
  close(reason) {
    clearTimeout(this.timer);
    this.tell("closed", { reason });
    for (const response of this.listeners) response.end();
    this.listeners.clear();
    // Its token still opens the stream and the rating, until the idle time is over.
    if (reason === "person") {
      this.timer = setTimeout(() => this.close("idle"), behaviour.idle * 1000);
      return;
    }
    for (const [token, one] of conversations) if (one === this) conversations.delete(token);
  }
}

function event(name, data, id) {
  return `${id ? `id: ${id}\n` : ""}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...headers });
  response.end(body === null ? "" : JSON.stringify(body));
}

function refuse(response, status, error, headers = {}) {
  send(response, status, { error, text: texts[error] }, headers);
}

function html(query) {
  const municipality = query.get("municipality") ?? "eksempel";
  const color = query.get("color");
  const data = `data-municipality="${escape(municipality)}" data-service="midlertidigt-botilbud"`;
  const tint = color ? ` data-color="#${escape(color)}"` : "";
  const blank = "<p>&nbsp;</p>".repeat(query.has("long") ? 60 : 3);
  return `<!doctype html><html lang="da"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title><script src="/widget.js" ${data}${tint} defer></script></head>
<body><main><h1>${page.heading}</h1><p>${page.text}</p><p><a href="/?elsewhere">${page.link}</a></p>${blank}</main></body></html>`;
}

function escape(text) {
  return text.replace(/[^\w-]/g, "");
}

async function body(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
}

async function chat(request, response, path) {
  if (behaviour.down) return request.destroy();
  if (behaviour.forbidden) return refuse(response, 403, "not_allowed");
  if (path === "conversations") {
    const token = randomBytes(32).toString("hex");
    conversations.set(token, new Conversation());
    const { limit, idle, warning } = behaviour;
    const begun = { token, reference: "7KQ2-MM4D", limit, idle_seconds: idle, warning_seconds: warning };
    return send(response, 201, begun);
  }
  const conversation = conversations.get((request.headers.authorization ?? "").replace("Bearer ", ""));
  if (!conversation) return refuse(response, 401, "no_conversation");
  if (path === "stream") return stream(request, response, conversation);
  if (conversation.desk.state === "closed" && path !== "rating") return refuse(response, 401, "no_conversation");
  if (path === "person") return send(response, 200, conversation.desk.release());
  if (path === "conversation") {
    conversation.close("erased");
    return send(response, 200, { erased: true, text: texts.erased });
  }
  const data = await body(request);
  if (path === "extend") {
    conversation.touch();
    return send(response, 200, { expires_in: behaviour.idle });
  }
  if (path === "feedback") {
    conversation.add({ kind: "feedback", text: data.comment ?? "", about: data.number, useful: data.useful });
    return send(response, 204, null);
  }
  if (path === "typing") {
    conversation.desk.typing.push(data.typing);
    return send(response, 204, null);
  }
  if (path === "rating") {
    if (!conversation.desk.talked) return refuse(response, 404, "no_person");
    conversation.add({ kind: "rating", text: data.comment ?? "", stars: data.stars });
    return send(response, 204, null);
  }
  if (path === "callback") return callback(response, conversation, data);
  return say(response, conversation, data);
}

function callback(response, conversation, data) {
  if (!behaviour.desk) return refuse(response, 409, "no_desk");
  const wrong = conversation.desk.wrong(data);
  if (wrong) return send(response, 422, { ...wrong, text: texts[wrong.error] });
  const [status, receipt] = conversation.desk.call(data);
  return send(response, status, { receipt, text: person.called });
}

function say(response, conversation, data) {
  const before = conversation.entries.find(({ client_id }) => client_id === data.id);
  if (before) return send(response, 200, { number: before.number, text: before.text });
  if (behaviour.busy > 0) {
    behaviour.busy -= 1;
    return refuse(response, 429, "too_often", { "retry-after": "2" });
  }
  const buttons = conversation.entries.flatMap((entry) => entry.buttons);
  const button = buttons.find(({ id }) => id === data.button);
  const text = data.button ? button?.title : data.text.trim();
  if (text === undefined) return refuse(response, 404, "no_button");
  if (text.length > behaviour.limit) return refuse(response, 422, "too_long");
  const masked = text.replace(/\d{6}-?\d{4}/g, "[cpr-nummer]");
  const entry = conversation.add({ kind: "citizen", text: masked, client_id: data.id });
  conversation.touch();
  void conversation.answer(masked, button);
  return send(response, 202, { number: entry.number, text: masked });
}

function stream(request, response, conversation) {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("retry: 1000\n\n");
  const last = Number(request.headers["last-event-id"] ?? 0);
  for (const entry of conversation.entries) if (entry.number > last) response.write(event("entry", entry, entry.number));
  if (conversation.typing) response.write(event("typing", { typing: true }));
  response.write(event("handover", conversation.desk.data()));
  response.write(event("session", { expires_in: conversation.left() }));
  if (conversation.desk.state === "closed") return response.end(event("closed", { reason: "person" }));
  conversation.listeners.add(response);
  const beat = setInterval(() => response.write(":\n\n"), 15_000);
  response.on("close", () => {
    clearInterval(beat);
    conversation.listeners.delete(response);
  });
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, `http://127.0.0.1:${port}`);
  try {
    if (pathname.startsWith("/chat/")) return await chat(request, response, pathname.slice("/chat/".length));
    if (pathname === "/dev/set") {
      Object.assign(behaviour, await body(request));
      if (behaviour.down) for (const one of conversations.values()) for (const listener of one.listeners) listener.destroy();
      return send(response, 200, behaviour);
    }
    if (pathname === "/dev/desk") {
      const order = await body(request);
      for (const { desk } of conversations.values()) desk.act(order);
      return send(response, 200, [...conversations.values()].map(({ desk }) => ({ ...desk.data(), typing: desk.typing })));
    }
    if (pathname === "/widget.js") {
      const built = here("../dist/widget.js");
      if (!existsSync(built)) return send(response, 404, { error: "run npm run build first" });
      response.writeHead(200, { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-store" });
      return response.end(readFileSync(built));
    }
    if (pathname !== "/") return send(response, 404, { error: "not_found" });
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY });
    return response.end(html(searchParams));
  } catch (error) {
    return send(response, 400, { error: String(error) });
  }
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
