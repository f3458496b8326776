import type { UploadProblem } from "@lyceum/shared/notes";
import type * as z from "zod";

/** Why a file can't be a note. The message is shown to who uploads it, so it says what to do. */
export class ReadingProblem extends Error {
  readonly code: z.infer<typeof UploadProblem>;

  constructor(code: z.infer<typeof UploadProblem>, message: string) {
    super(message);
    this.name = "ReadingProblem";
    this.code = code;
  }
}

export const expandsTooMuch = () =>
  new ReadingProblem(
    "expands_too_much",
    "The file unfolds to far more than a study note holds. Upload the part that is to be studied, or split it into several files.",
  );
