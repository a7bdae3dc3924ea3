// The stand-in's person at the desk: who has one conversation, and what happens to it. Acts by itself every `pace` seconds, or on
// what POST /dev/desk says: {"do": "position", "position": 1}, "claim", "typing" (with "typing"), "say" (with "text"), "return", "lost", "end".
import { randomBytes } from "node:crypto";

export class Person {
  state = "robot";
  position = 2;
  wait_seconds = 240;
  talked = false;
  /** What the citizen's page said about typing. */
  typing = [];
  #calls = new Map();

  constructor(conversation, texts, behaviour) {
    this.conversation = conversation;
    this.texts = texts;
    this.behaviour = behaviour;
  }

  data() {
    const { state } = this;
    const waits = state === "waiting";
    return {
      state,
      position: waits ? this.position : null,
      wait_seconds: waits ? this.wait_seconds : null,
      sender: state === "person" ? this.texts.sender : null,
      unit: state === "robot" ? null : this.texts.sender.unit,
    };
  }

  act({ do: what, ...order }) {
    if (what === "position") {
      Object.assign(this, order);
      this.#tell();
    } else if (what === "claim") this.#claim();
    else if (what === "typing") this.conversation.write(order.typing);
    else if (what === "say") this.#say(order.text ?? this.texts.reply);
    else if (what === "return") this.#move("robot", this.texts.returned);
    else if (what === "lost") this.#move("waiting", this.texts.lost);
    else if (what === "end") {
      this.#move("closed", this.texts.ended);
      this.conversation.close("person");
    }
  }

  wait() {
    if (this.state !== "robot") return;
    this.position = 2;
    this.#move("waiting", this.texts.waiting);
    this.#soon("waiting", () => {
      this.position = 1;
      this.#tell();
      this.#soon("waiting", () => this.#claim());
    });
  }

  async reply(slow) {
    if (!this.behaviour.pace) return;
    this.conversation.write(true);
    await new Promise((resolve) => setTimeout(resolve, slow));
    this.conversation.write(false);
    if (this.state === "person") this.#say(this.texts.reply);
  }

  release() {
    if (this.state === "waiting") this.#move("robot", this.texts.left_queue);
    if (this.state === "person") this.#move("robot", this.texts.left_person);
    return this.data();
  }

  /** What is wrong with a call-back, null where nothing is. */
  wrong({ name, phone, email }) {
    if (!name.trim()) return { error: "name_missing", field: "name" };
    if (!phone.trim() && !email.trim()) return { error: "contact_missing", field: "phone" };
    if (phone && phone.replace(/\D/g, "").length < 8) return { error: "phone_wrong", field: "phone" };
    if (email && !email.includes("@")) return { error: "email_wrong", field: "email" };
    return null;
  }

  /** Note a call-back once for each id. */
  call({ id }) {
    const before = this.#calls.get(id);
    if (before) return [200, before];
    const part = () => randomBytes(2).toString("hex").toUpperCase();
    this.#calls.set(id, `${part()}-${part()}`);
    return [201, this.#calls.get(id)];
  }

  #claim() {
    this.#move("person", this.texts.claimed);
    this.talked = true;
    if (this.behaviour.pace) this.#say(this.texts.hello);
  }

  #say(text) {
    this.conversation.add({ kind: "person", text, sender: this.texts.sender });
  }

  #move(state, text) {
    this.state = state;
    this.conversation.add({ kind: "handover", state, text, ...(state === "person" ? { sender: this.texts.sender } : {}) });
    this.#tell();
  }

  #tell() {
    this.conversation.tell("handover", this.data());
  }

  #soon(state, act) {
    const { pace } = this.behaviour;
    if (pace) setTimeout(() => this.state === state && act(), pace * 1000);
  }
}
