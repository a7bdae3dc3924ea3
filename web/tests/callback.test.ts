import { beforeEach, describe, expect, test } from "vitest";
import type { Failure, Result } from "../src/api";
import { Callback, type Wish } from "../src/callback";
import type { Receipt } from "../src/protocol";

let answers: (Failure | null)[];
let sent: [string, Wish][];
let callback: Callback;

beforeEach(() => {
  answers = [];
  sent = [];
  callback = new Callback(
    async (id, wish): Promise<Result<Receipt>> => {
      sent.push([id, wish]);
      const failure = answers.shift() ?? null;
      return failure ? { ok: false, failure } : { ok: true, value: { receipt: "7KQ2-MM4D", text: "" } };
    },
    () => undefined,
  );
  callback.set("name", "Kim");
});

const ids = () => new Set(sent.map(([id]) => id)).size;

describe("the form for a call-back", () => {
  test("is empty and shut once it has arrived", async () => {
    callback.show(true);
    expect(await callback.send()).toEqual({ receipt: "7KQ2-MM4D", text: "" });
    expect(sent[0]?.[1]).toEqual({ name: "Kim", phone: "", email: "", question: "", share: false });
    expect(callback).toMatchObject({ open: false, begun: false, wrong: null });
  });

  test("keeps its text while it is shut", () => {
    callback.show(true);
    callback.show(false);
    expect(callback.wish.name).toBe("Kim");
  });

  test("that was lost on the way is sent again as the same one", async () => {
    answers = [{ kind: "down", text: "" }];
    expect(await callback.send()).toBeNull();
    expect(callback.wrong).toMatchObject({ kind: "down", field: null });
    expect(callback.wish.name).toBe("Kim");
    expect(await callback.send()).not.toBeNull();
    expect(ids()).toBe(1);
  });

  test("that was lost and then changed is another one, because the first may have arrived", async () => {
    answers = [{ kind: "down", text: "" }];
    await callback.send();
    callback.set("phone", "x");
    await callback.send();
    expect(ids()).toBe(2);
  });

  test.each<Failure>([
    { kind: "refused", text: "Nej", field: "phone" },
    { kind: "later", text: "Vent", seconds: 3 },
  ])("that was not taken and then changed is the same one: $kind", async (failure) => {
    answers = [failure];
    await callback.send();
    callback.set("phone", "x");
    await callback.send();
    expect(ids()).toBe(1);
  });

  test.each([
    ["phone", "phone"],
    ["share", "share"],
    ["fax", null],
    ["toString", null],
    [undefined, null],
  ])("a refusal of the field %s is about %s", async (field, about) => {
    answers = [{ kind: "refused", text: "Nej", ...(field ? { field } : {}) }];
    await callback.send();
    expect(callback.wrong).toEqual({ field: about, text: "Nej", kind: "refused" });
  });

  test("what is put right is no longer wrong", async () => {
    answers = [{ kind: "refused", text: "Nej", field: "phone" }];
    await callback.send();
    callback.set("email", "a");
    expect(callback.wrong).not.toBeNull();
    callback.set("phone", "x");
    expect(callback.wrong).toBeNull();
  });

  test("is sent once however often one presses, and cannot be changed on the way", async () => {
    const first = callback.send();
    callback.set("name", "Bo");
    expect(await callback.send()).toBeNull();
    await first;
    expect(sent.map(([, { name }]) => name)).toEqual(["Kim"]);
  });

  test("that was emptied on the way brings no receipt", async () => {
    const first = callback.send();
    callback.reset();
    expect(await first).toBeNull();
    expect(callback.sending).toBe(false);
  });
});
