import { expect, test } from "@jest/globals";
import { commandOf, type Focus } from "./shortcuts.ts";

const press = (key: string, focus: Focus = "page", modifier: object = {}) =>
  commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifier }, focus);

test("numbers and letters choose by place", () => {
  expect(press("1")).toEqual({ type: "choose", place: 0 });
  expect(press("9")).toEqual({ type: "choose", place: 8 });
  expect(press("a")).toEqual({ type: "choose", place: 0 });
  expect(press("J")).toEqual({ type: "choose", place: 9 });
  expect(press("0")).toBeUndefined();
  expect(press("k")).toBeUndefined();
});

test("nothing fires while typing or with a modifier", () => {
  for (const key of ["a", "1", "n", "Enter", "?", "ArrowRight"]) {
    expect(press(key, "typing")).toBeUndefined();
    expect(press(key, "page", { ctrlKey: true })).toBeUndefined();
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
