import type { Result, ScaledScore } from "@lyceum/shared/attempts";
import { duration } from "../../lib/durations.ts";
import { counted, percent } from "../../lib/format.ts";
import type { Calibration, Changes, TimeReport } from "./report.ts";

// What each part of the report shows, in a sentence or two.

/** What the band of a scaled score says about passing. */
export function bandSentence({ low, high, pass, passed }: ScaledScore): string {
  const band = `Forms like this one would likely give you between ${low} and ${high}`;
  if (low >= pass) return `${band}: all of that is at or above the pass mark.`;
  if (high < pass) return `${band}: all of that is below the pass mark.`;
  return `${band}: the pass mark lies between, so another form could well have ended ${passed ? "below" : "above"} it.`;
}

/** How many domains meet competencies. */
export function domainsSentence(domains: Result["byDomain"]): string {
  const number = (wanted: Result["byDomain"][number]["competency"]) =>
    domains.filter(({ competency }) => competency === wanted).length;
  const [meets, needs, unknown] = [
    number("meets"),
    number("needs_improvement"),
    number("not_enough_evidence"),
  ];
  if (meets + needs === 0) return "There are too few questions in each domain to tell how it stands.";
  const said = [
    meets > 0 && `${counted(meets, "domain meets", "domains meet")} competencies`,
    needs > 0 && `${counted(needs, "domain needs", "domains need")} improvement`,
    unknown > 0 && `${counted(unknown, "domain has", "domains have")} too few questions to tell`,
  ].filter((part) => part !== false);
  return `${listed(said)}.`;
}

/**
 * How long items took.
 * @param pace an even one in seconds an item, with how many items took longer; `undefined` where none is meant
 */
export function timeSentence(
  { all: { items, median, low, high } }: TimeReport,
  pace: { seconds: number; slower: number } | undefined,
): string {
  const middle = items > 1 ? `, half of them between ${duration(low)} and ${duration(high)}` : "";
  const said = `A question took you ${duration(median)} in the median${middle}.`;
  if (!pace) return said;
  const { slower } = pace;
  return `${said} ${slower === 0 ? "None" : `${slower} of ${items}`} took longer than the even pace of ${duration(pace.seconds)}.`;
}

/** What changing answers did. */
export function changesSentence({ wrongToRight, rightToWrong, wrongToWrong }: Changes): string {
  const total = wrongToRight.length + rightToWrong.length + wrongToWrong.length;
  if (total === 0) return "You changed no answer after you had left its question.";
  const gain = wrongToRight.length - rightToWrong.length;
  const effect =
    gain === 0
      ? "On balance that made no difference."
      : `On balance that ${gain > 0 ? "gained" : "lost"} you ${counted(Math.abs(gain), "right answer")}.`;
  return `You changed ${counted(total, "answer")} after you had left the question. ${effect}`;
}

/** With fewer answers than this a share says nothing. */
const enough = 5;

/** How well confidence was founded. */
export function confidenceSentence(rows: readonly Calibration[]): string {
  const known = rows.filter(({ total }) => total >= enough);
  const sure = known.find(({ confidence }) => confidence === "sure");
  if (known.length === 0) {
    return `Too few answers to tell: that takes at least ${enough} of one confidence.`;
  }
  const said = known.map(
    ({ confidence, correct, total }) => `${percent(correct / total)} of ${phrase[confidence]}`,
  );
  const blind = sure && sure.total > sure.correct ? ` ${missed(sure)}` : "";
  return `You were right in ${listed(said)}.${orderOf(known)}${blind}`;
}

/** Whether being surer meant being right more often: from the least sure to the surest, and no more than they tell. */
function orderOf(known: readonly Calibration[]): string {
  const [least, ...others] = known;
  const most = others.at(-1);
  if (!least || !most) return "";
  if (most.low > least.high) return " The surer you were, the more often you were right.";
  if (most.correct / most.total > least.correct / least.total) {
    return " The surer you were, the more often you were right, but with so few answers that may be chance.";
  }
  return " Being surer did not go with being right more often.";
}

const phrase = {
  guess: "your guesses",
  unsure: "the answers you were unsure of",
  sure: "those you were sure of",
};

const missed = ({ total, correct }: Calibration) =>
  `${counted(total - correct, "answer")} that you were sure of ${total - correct === 1 ? "was" : "were"} wrong: look at ${total - correct === 1 ? "it" : "those"} first.`;

const listed = (parts: readonly string[]) => new Intl.ListFormat("en", { type: "conjunction" }).format(parts);
