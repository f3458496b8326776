import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";

// What a browser loads before a page works. The front end has been built when the local cloud is up.

const dist = new URL("../../dist/", import.meta.url);
/** Bytes of gzipped JavaScript. */
const limit = 200_000;

interface Chunk {
  file: string;
  imports?: string[];
}

/** A chunk of Vite's manifest and all that it imports statically. */
function withImports(manifest: Record<string, Chunk>, name: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (!chunk) throw new TypeError(`${name} is not in the manifest`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) withImports(manifest, imported, found);
  return found;
}

test.each([
  ["sign-in", "src/features/auth/sign-in.tsx"],
  ["sign-up", "src/features/auth/sign-up.tsx"],
  ["home", "src/features/home/home.tsx"],
  ["choosing a quiz", "src/features/home/quiz-page.tsx"],
  ["choosing a drill", "src/features/home/drill-page.tsx"],
  ["mock", "src/features/mock/mock-page.tsx"],
  ["readiness", "src/features/readiness/readiness-page.tsx"],
  ["profile", "src/features/account/profile.tsx"],
  ["boards", "src/features/boards/boards-page.tsx"],
  ["dashboard", "src/features/dashboard/dashboard-page.tsx"],
  ["invites", "src/features/cohorts/invites-page.tsx"],
  ["review queue", "src/features/question-review/queue-page.tsx"],
  ["a question in review", "src/features/question-review/candidate-page.tsx"],
  ["quality of the review", "src/features/review-quality/quality-page.tsx"],
  ["a group's questions", "src/features/group-questions/questions-page.tsx"],
  ["group mock", "src/features/group-mocks/group-mock-page.tsx"],
  ["items", "src/features/bank/items-page.tsx"],
  ["an item", "src/features/bank/version-page.tsx"],
  ["disputes", "src/features/disputes/disputes-page.tsx"],
  ["quiz", "src/features/quiz/quiz.tsx"],
  ["notes", "src/features/notes/notes-page.tsx"],
  ["a note", "src/features/notes/note-page.tsx"],
  ["new questions", "src/features/generation/generate-page.tsx"],
  ["a wish", "src/features/generation/generation-page.tsx"],
  ["quality of the tutor", "src/features/tutor-quality/quality-page.tsx"],
  ["operations", "src/features/operations/operations-page.tsx"],
  ["review", "src/features/review/review.tsx"],
  ["tutor", "src/features/tutor/tutor-page.tsx"],
])("%s loads at most 200 kB of JavaScript", async (_, page) => {
  const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", dist), "utf8"));
  const files = withImports(manifest, page, withImports(manifest, "index.html"));
  const sizes = await Promise.all(
    [...files].map(async (file) => gzipSync(await readFile(new URL(file, dist))).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThanOrEqual(limit);
});
