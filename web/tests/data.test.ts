import { describe, expect, test } from "vitest";
import { fields, number, readJson, readList, text, texts, textsOf } from "../src/data";

const ODD = [null, undefined, 3, true, [], {}, Number.NaN];

describe("what comes as JSON", () => {
  test.each(["", "{", "undefined"])("is absent where %j is none", (said) => {
    expect(readJson(said)).toBeNull();
  });

  test.each([null, undefined, "x", 3, [1]])("has no fields where it is %j", (data) => {
    expect(fields(data)).toEqual({});
  });

  test.each(ODD)("has an empty text where it is %j", (data) => {
    expect(text(data)).toBe("");
  });

  test.each([null, "3", Number.NaN, Number.POSITIVE_INFINITY])("has no number where it is %j", (data) => {
    expect(number(data)).toBeNull();
  });

  test("is a list without what cannot be read", () => {
    expect(readList([1, "x", 2], number)).toEqual([1, 2]);
  });

  test.each([null, "ab", { length: 2 }])("is an empty list where it is %j", (data) => {
    expect(readList(data, number)).toEqual([]);
  });

  test("has the texts of a list without empty ones", () => {
    expect(texts(["a", "", 3, "b"])).toEqual(["a", "b"]);
  });

  test("has the texts of fields by the names of this page", () => {
    const from = { name: "Ane", last_kind_at: "nu", phone: 12 };
    expect(textsOf(from, "name", "lastKindAt", "phone", "email")).toEqual({ name: "Ane", lastKindAt: "nu", phone: "", email: "" });
  });
});
