import type { Result } from "@lyceum/shared/attempts";
import { percent } from "./format.ts";

/** What scoring anew did to a result, in a sentence. */
export function changeSentence(before: Result, after: Result): string {
  const [was, is] = [resultText(before), resultText(after)];
  return was === is ? `Your result stays ${is}.` : `Your result was ${was}, and is ${is} now.`;
}

function resultText({ scaled, correct, total }: Result): string {
  if (scaled) return `${scaled.score} (${scaled.passed ? "passed" : "not passed"})`;
  return `${correct} of ${total} (${percent(total === 0 ? 0 : correct / total)})`;
}
