import type { Domain } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import { useState } from "react";
import type { Ticked } from "../../lib/scope.ts";
import { type Source, sourceChoices } from "./sources.ts";

/**
 * What the learner has chosen to draw questions from.
 * @param task the one to begin with; none where the exam has no such task
 */
export function useSource(progress: Progress | undefined, domains: readonly Domain[], task?: string) {
  const wanted = domains.flatMap((domain) => domain.tasks).find(({ id }) => id === task);
  const [source, setSource] = useState<Source>(wanted ? "some" : "whole");
  const [ticked, setTicked] = useState<Ticked>(new Set(wanted && [wanted.id]));
  const [problem, setProblem] = useState<string>();
  const choices = sourceChoices(progress, domains);
  return {
    choices,
    domains,
    source,
    choice: choices.find((choice) => choice.source === source),
    ticked,
    problem,
    onSource(chosen: Source): void {
      setSource(chosen);
      setProblem(undefined);
    },
    onTicked(now: Ticked): void {
      setTicked(now);
      setProblem(undefined);
    },
    /** Whether it can be asked for; where not, the learner is told why. */
    check(): boolean {
      const missing = source === "some" && ticked.size === 0;
      setProblem(missing ? "Tick at least one domain or task." : undefined);
      return !missing;
    },
  };
}
