import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { run } from "./cli.ts";
import { reliabilityChart } from "./readiness/chart.ts";
import { withFigures } from "./readiness/report.ts";

async function evaluation(...args: string[]) {
  let out = "";
  let err = "";
  const code = await run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

test("a small evaluation as rows and as tables, which leaves the page as it is", async () => {
  const page = new URL("../../../docs/readiness.md", import.meta.url);
  const before = await readFile(page, "utf8");
  const json = await evaluation("readiness", "--learners", "4", "--seed", "3", "--json");
  const rows = json.out
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(json).toMatchObject({ code: 0, err: "" });
  expect(rows.slice(0, 5)).toEqual(
    [3, 4, 5, 6, 7].map((seed) =>
      expect.objectContaining({ eval: "readiness", table: "seeds", name: `seed ${seed}`, failures: [] }),
    ),
  );
  const text = await evaluation("readiness", "--learners", "4", "--seed", "3");
  expect(text.out).toMatch(/^\| seed 3 \|/m);
  expect(text.out).toMatch(/^\| nobody learns \|/m);
  expect(text.out).toMatch(/^\| half-life 7 days \|/m);
  expect(text.err).toMatch(/^evaluated seed 3\n/);
  expect(await readFile(page, "utf8")).toBe(before);
}, 120_000);

test.each([
  [[]],
  [["readiness", "tutor"]],
  [["tutor", "--help"]],
  [["tutor", "readiness"]],
  [["tutor", "--url", "nowhere"]],
  [["tutor", "--golden", "set.csv", "--url", "http://127.0.0.1:1"]],
  [["tutor", "--golden", "set.csv", "--cohort", "coh_1", "--accounts", "accounts.json"]],
  [["readiness", "--learners", "0"]],
  [["readiness", "--seed", "1.5"]],
  [["readiness", "--fast"]],
])("the command line %j gets the usage and exit code 2", async (args) => {
  expect(await evaluation(...args)).toEqual({
    code: 2,
    out: "",
    err: expect.stringContaining("Usage: npm run eval"),
  });
});

test("an exam that is not there is told of", async () => {
  expect(await evaluation("readiness", "--exam", "no-such")).toEqual({
    code: 2,
    out: "",
    err: expect.stringMatching(/^There is no exam no-such\. There are: \w+/),
  });
});

test("figures replace those between the marks and nothing else", () => {
  const page = "A\n<!-- figures: written by npm run eval -- readiness -->\nold\n<!-- end of figures -->\nB\n";
  const changed = withFigures(page, "new");
  expect(changed).toBe(
    "A\n<!-- figures: written by npm run eval -- readiness -->\n\nnew\n\n<!-- end of figures -->\nB\n",
  );
  expect(withFigures(changed, "new")).toBe(changed);
  expect(() => withFigures("A\n", "new")).toThrow(TypeError);
});

test("the chart has a dot and a bar for each tenth, and says how far off the furthest is", () => {
  const tenth = (from: number, estimate: number, observed: number) => ({
    from,
    cases: 10,
    learners: 10,
    estimate,
    observed,
    difference: estimate - observed,
  });
  const chart = reliabilityChart([
    [tenth(0, 0.05, 0.05), tenth(0.5, 0.55, 0.6)],
    [tenth(0, 0.05, 0.05), tenth(0.5, 0.55, 0.58)],
  ]);
  expect(chart.match(/<circle /g)).toHaveLength(2);
  expect(chart.match(/class="bar"/g)).toHaveLength(2);
  expect(chart).toContain("at most 4.0 points away");
  // The mean of both tables: 59 % of 480 pixels above the bottom at 564.
  expect(chart).toContain('cy="280.8"');
});
