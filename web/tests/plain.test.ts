import { describe, expect, test } from "vitest";
import { copied, sender, spoken, transcript } from "../src/plain";
import { readEntry, type RobotEntry, type SpokenEntry } from "../src/protocol";

const answer = (changes: object = {}, buttons: object[] = []) =>
  readEntry({
    number: 2,
    at: "2026-11-29T06:30:00+00:00",
    kind: "robot",
    text: "Titel\nKort.\n\nDetalje.\n\nKilde: x.\n\nNæste?",
    custom: {
      type: "answer",
      status: "stated",
      title: "Titel",
      short: "Kort.",
      details: ["Detalje."],
      contact: "Ring.",
      source: "Kilde: x.",
      next: "Næste?",
      ...changes,
    },
    buttons,
  }) as RobotEntry;

describe("what is read aloud", () => {
  test("is what can be seen, and that there is more", () => {
    const said = spoken(answer({}, [{ id: "2.0", title: "Ja" }, { id: "2.1", title: "Nej" }]));
    expect(said).toContain("Titel.\nKort.\nRing.");
    expect(said).not.toContain("Detalje.");
    expect(said).toContain("2");
  });

  test("holds the law where the law is the answer", () => {
    expect(spoken(answer({ status: "not_stated", law: ["Loven siger."] }))).toContain("Loven siger.");
    expect(spoken(answer({ law: ["Loven siger."] }))).not.toContain("Loven siger.");
  });
});

test("a copied answer has its source and no further question", () => {
  expect(copied(answer())).toBe("Titel\nKort.\n\nDetalje.\n\nRing.\n\nKilde: x.");
});

test.each([
  [{ name: "Mette", unit: "Visitationen" }, "Mette, Visitationen"],
  [{ name: "Mette" }, "Mette"],
])("a person is called %j", (from, name) => {
  expect(sender(readEntry({ number: 1, kind: "person", text: "", sender: from }) as SpokenEntry)).toBe(name);
});

test("a saved conversation holds who had it, with senders, and the numbers of call-backs", () => {
  const sender = { name: "Lise", unit: "Visitationen" };
  const entries = [
    { number: 1, kind: "handover", state: "person", text: "Nu taler du med Lise.", sender },
    { number: 2, kind: "person", text: "Hej", sender },
  ].map((entry) => readEntry({ at: "2026-11-29T06:30:00+00:00", ...entry }) as SpokenEntry);
  const saved = transcript(entries, "", new Date(2026, 10, 29, 7, 0), ["7KQ2-MM4D"]);
  expect(saved).toContain("7KQ2-MM4D");
  expect(saved).toContain("Nu taler du med Lise.");
  expect(saved).toMatch(/Lise, Visitationen, 29\. november 2026.*:\nHej/);
});

test("a saved conversation names sender and date, and holds the whole text", () => {
  const saved = transcript([answer()], "7KQ2-MM4D", new Date(2026, 10, 29, 7, 0));
  expect(saved).toContain("7KQ2-MM4D");
  expect(saved).toMatch(/29\. november 2026/);
  expect(saved).toContain("Titel\nKort.\n\nDetalje.\n\nKilde: x.");
});
