import { expect, test } from "@jest/globals";
import { commandOf, type Focus } from "./shortcuts.ts";

const none = { code: "", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
const press = (key: string, focus: Focus = "page", more: object = {}) =>
  commandOf({ ...none, key, ...more }, focus);

test("numbers and letters choose by place", () => {
  expect(press("1")).toEqual({ type: "choose", place: 0 });
  expect(press("9")).toEqual({ type: "choose", place: 8 });
  expect(press("a")).toEqual({ type: "choose", place: 0 });
  expect(press("J")).toEqual({ type: "choose", place: 9 });
  expect(press("0")).toBeUndefined();
  expect(press("k")).toBeUndefined();
});

test("with Shift they rule out, whatever the keyboard types for Shift and a digit", () => {
  const shiftKey = true;
  expect(press("B", "page", { shiftKey })).toEqual({ type: "strike", place: 1 });
  expect(press('"', "radio", { shiftKey, code: "Digit2" })).toEqual({ type: "strike", place: 1 });
  expect(press("@", "page", { shiftKey, code: "Digit2" })).toEqual({ type: "strike", place: 1 });
  expect(press("?", "page", { shiftKey, code: "Slash" })).toEqual({ type: "help" });
});

test("the digits' keys choose where they type something else without Shift", () => {
  expect(press("é", "page", { code: "Digit2" })).toEqual({ type: "choose", place: 1 });
});

test.each([
  ["m", "flag"],
  ["s", "confidence"],
  ["t", "note"],
  ["l", "highlight"],
  ["u", "next unanswered"],
  ["v", "filter"],
  ["N", "next"],
  ["P", "previous"],
])("%s asks for %s", (key, type) => {
  expect(press(key)).toEqual({ type });
  expect(press(key, "radio")).toEqual({ type });
  expect(press(key, "control")).toEqual({ type });
});

test("no command takes the letter of an option", () => {
  for (const key of "abcdefghij") expect(press(key)?.type).toBe("choose");
});

test("nothing fires while typing or with a modifier", () => {
  for (const key of ["a", "1", "n", "m", "Enter", "?", "ArrowRight"]) {
    expect(press(key, "typing")).toBeUndefined();
    for (const modifier of ["ctrlKey", "metaKey", "altKey"]) {
      expect(press(key, "page", { [modifier]: true })).toBeUndefined();
    }
  }
});

test("radio buttons keep their arrows, controls their Enter", () => {
  expect(press("ArrowRight", "radio")).toBeUndefined();
  expect(press("ArrowLeft")).toEqual({ type: "previous" });
  expect(press("N", "radio")).toEqual({ type: "next" });
  expect(press("Enter", "radio")).toEqual({ type: "advance" });
  expect(press("Enter", "control")).toBeUndefined();
  expect(press("Enter", "dragging")).toBeUndefined();
  expect(press("ArrowLeft", "dragging")).toBeUndefined();
});
