import { readdir, readFile } from "node:fs/promises";
import { type Part, partsOf } from "@lyceum/backend/notes/reading/chunks";
import { readMarkdown } from "@lyceum/backend/notes/reading/markdown";
import { TaskId } from "@lyceum/shared/exams";
import { Citation, NoteId } from "@lyceum/shared/notes";
import * as z from "zod";

/** A note that an exam shares, cut into its parts as uploads are. */
export interface PackNote {
  id: string;
  title: string;
  taskIds: string[];
  parts: readonly Part[];
}

/** What is wrong with a file. */
interface Problem {
  file: string;
  path: string;
  message: string;
}

const FrontMatter = z.object({
  id: NoteId,
  title: z.string().min(1).max(200),
  tasks: z.array(TaskId).min(1),
});

/** The notes of a pack, `<pack>/notes/<task>.md`, in the order of their ids; none where it has no such folder. */
export async function readNotes(root: URL, pack: string, problems: Problem[]): Promise<PackNote[]> {
  const folder = `${pack}/notes`;
  const names = await readdir(new URL(`${folder}/`, root)).catch(() => []);
  const notes: PackNote[] = [];
  for (const name of names.filter((each) => each.endsWith(".md")).sort()) {
    const file = `${folder}/${name}`;
    const text = await readFile(new URL(file, root), "utf8");
    const front = FrontMatter.safeParse(frontMatterOf(text));
    if (front.success) {
      const { id, title, tasks: taskIds } = front.data;
      notes.push({ id, title, taskIds, parts: partsOf(readMarkdown(text)) });
    }
    for (const { path, message } of front.error?.issues ?? [])
      problems.push({ file, path: path.join("."), message });
  }
  return notes;
}

/** The lines `name: value` between the first two lines `---`; a value may be JSON. What is indented is not read. */
function frontMatterOf(text: string): Record<string, unknown> {
  const [, lines = ""] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
  const fields = lines.split("\n").flatMap((line) => {
    const [, name, value = ""] = /^(\w+):\s*(.*)$/.exec(line) ?? [];
    return name ? [[name, parsed(value)] as const] : [];
  });
  return Object.fromEntries(fields);
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** As a pack says it: where in the note it stands follows from the note. */
const PackCitation = z.strictObject({ noteId: NoteId, quote: Citation.shape.quote });
const Citing = z.looseObject({ citations: z.array(PackCitation) });

/**
 * An item with its citations as learners get them, of the notes' first versions. A quote that doesn't stand in its note
 * is a problem of the file.
 */
export const cited = (notes: readonly PackNote[]) =>
  z.unknown().transform((item, context) => {
    const citing = Citing.safeParse(item);
    if (!citing.success) return item;
    const citations = citing.data.citations.map(({ noteId, quote }, at) => {
      const note = notes.find(({ id }) => id === noteId);
      const ordinal = note?.parts.findIndex(({ text }) => plain(text).includes(plain(quote))) ?? -1;
      if (note && ordinal >= 0)
        return { noteId, version: 1, ordinal, cohortId: null, title: note.title, quote };
      const message = note ? `does not stand in the note: ${quote}` : `there is no note ${noteId}`;
      context.addIssue({ code: "custom", path: ["citations", at, "quote"], message });
      return { noteId, quote };
    });
    return { ...citing.data, citations };
  });

const plain = (text: string): string => text.replace(/\s+/g, " ").trim();
