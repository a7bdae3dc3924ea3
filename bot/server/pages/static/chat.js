// The chat: sends what the citizen writes, shows what comes back. All texts come from the page's data attributes,
// and everything is put in as text, never as markup.

const chat = document.getElementById("chat");
const log = document.getElementById("log");
const status = document.getElementById("status");
const form = document.getElementById("form");
const input = document.getElementById("message");
const submit = form.querySelector("button");
const texts = chat.dataset;
const limit = Number(texts.limit);
const LINK_SCHEMES = { tel: ["tel:"], mailto: ["mailto:"], url: ["https:", "http:"] };
const PATIENCE_MS = 30000;

let busy = false;
// Without session storage (blocked by the browser) the conversation lasts as long as the page.
let pageConversation = null;

function conversation() {
  try {
    let id = sessionStorage.getItem("conversation");
    if (!id) {
      id = newId();
      sessionStorage.setItem("conversation", id);
    }
    return id;
  } catch {
    pageConversation ??= newId();
    return pageConversation;
  }
}

// randomUUID exists on secure pages only; getRandomValues everywhere.
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function entry(who, text) {
  const item = element("div", who);
  item.append(element("p", "sender", who === "you" ? texts.you : texts.bot));
  if (text) item.append(element("p", "text", text));
  log.append(item);
  return item;
}

function say(text, alarm = false) {
  status.textContent = text;
  status.classList.toggle("alarm", alarm);
}

function setBusy(value) {
  busy = value;
  log.setAttribute("aria-busy", String(value));
  submit.setAttribute("aria-disabled", String(value));
  if (value) say(texts.busy);
}

function anchor(link) {
  const made = element("a", "", link.label);
  made.href = link.href;
  if (link.kind === "url") made.rel = "noopener noreferrer";
  return made;
}

// Only what the kind promises may become a link.
function usable(link) {
  try {
    return Boolean(link.label) && (LINK_SCHEMES[link.kind] || []).includes(new URL(link.href).protocol);
  } catch {
    return false;
  }
}

// A text in which each phone number, address and so on that has a link becomes that link.
function linked(name, className, text, links) {
  const made = element(name, className);
  let rest = text;
  while (rest) {
    const found = links
      .map((link) => ({ link, at: rest.indexOf(link.label) }))
      .filter(({ at }) => at >= 0)
      .sort((one, other) => one.at - other.at || other.link.label.length - one.link.label.length)[0];
    if (!found) break;
    made.append(rest.slice(0, found.at), anchor(found.link));
    rest = rest.slice(found.at + found.link.label.length);
  }
  made.append(rest);
  return made;
}

function remaining(links, item) {
  const list = element("ul", "links");
  for (const link of links.filter(({ label }) => !item.textContent.includes(label))) {
    const row = element("li");
    row.append(anchor(link));
    list.append(row);
  }
  return list;
}

function folded(custom, links) {
  const box = element("details");
  box.append(element("summary", "", texts.details));
  if (custom.details?.length) {
    const list = element("ul");
    for (const line of custom.details) list.append(linked("li", "text", line, links));
    box.append(list);
  }
  if (custom.law?.length) box.append(linked("p", "text", custom.law.join("\n"), links));
  // Where the standard is silent, the law is the answer.
  box.open = custom.status !== "stated" && Boolean(custom.law?.length);
  return box;
}

function choices(buttons) {
  const group = element("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", texts.choices);
  for (const button of buttons) {
    const made = element("button", "", button.title);
    made.type = "button";
    made.addEventListener("click", () => {
      if (busy) return;
      send(button.payload || button.title);
      input.focus();
    });
    group.append(made);
  }
  return group;
}

function show(message) {
  const custom = message.custom || {};
  const links = (custom.links || []).filter(usable);
  const item = entry("bot");
  if (custom.type === "answer" && custom.short) {
    if (custom.title) item.append(element("p", "title", custom.title));
    item.append(linked("p", "text", custom.short, links));
    if (custom.details?.length || custom.law?.length) item.append(folded(custom, links));
    if (custom.contact) item.append(linked("p", "text", custom.contact, links));
    if (custom.source) item.append(element("p", "source", custom.source));
    if (custom.next && !message.buttons?.length) item.append(element("p", "text", custom.next));
  } else {
    item.append(linked("p", "text", message.text || "", links));
  }
  const left = remaining(links, item);
  if (left.children.length) item.append(left);
  if (message.buttons?.length) item.append(choices(message.buttons));
  return item;
}

async function ask(text) {
  const response = await fetch("/chat/messages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sender: conversation(), message: text }),
    signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE_MS) : undefined,
  });
  const messages = await response.json();
  if (!Array.isArray(messages)) throw new Error("unexpected answer");
  return messages;
}

function offerRetry(item, text) {
  item.classList.add("failed");
  const again = element("button", "", texts.retry);
  again.type = "button";
  again.addEventListener("click", () => {
    if (busy) return;
    again.remove();
    item.classList.remove("failed");
    deliver(item, text);
    input.focus();
  });
  item.append(again);
}

async function deliver(item, text) {
  setBusy(true);
  try {
    const messages = await ask(text);
    say("");
    const shown = messages.map(show);
    shown[0]?.scrollIntoView({ block: "nearest" });
  } catch {
    say(texts.failed, true);
    offerRetry(item, text);
  } finally {
    setBusy(false);
  }
}

function send(text) {
  if (text.length > limit) {
    say(texts.tooLong, true);
    return false;
  }
  const item = entry("you", text);
  item.scrollIntoView({ block: "nearest" });
  deliver(item, text);
  return true;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text || busy) return;
  if (send(text)) input.value = "";
  input.focus();
});

input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
