import type { Domain } from "@lyceum/shared/exams";

/** Numbers of the tasks that are ticked. */
export type Ticked = ReadonlySet<string>;

/** Whether all, some or none of a domain's tasks are ticked. */
export function domainState(domain: Domain, ticked: Ticked): "all" | "some" | "none" {
  const count = domain.tasks.filter((task) => ticked.has(task.id)).length;
  if (count === 0) return "none";
  return count === domain.tasks.length ? "all" : "some";
}

/** Ticks all tasks of a domain, or none where all were. */
export function toggleDomain(domain: Domain, ticked: Ticked): Ticked {
  const tasks = new Set(domain.tasks.map((task) => task.id));
  return domainState(domain, ticked) === "all" ? ticked.difference(tasks) : ticked.union(tasks);
}

export function toggleTask(task: string, ticked: Ticked): Ticked {
  return ticked.symmetricDifference(new Set([task]));
}

/** What to ask the server for: a whole domain by its number, else its ticked tasks; empty for the whole exam. */
export function scopeOf(domains: readonly Domain[], ticked: Ticked): string[] {
  const states = domains.map((domain) => domainState(domain, ticked));
  if (states.every((state) => state === "all")) return [];
  return domains.flatMap((domain, index) =>
    states[index] === "all"
      ? [domain.id]
      : domain.tasks.map((task) => task.id).filter((task) => ticked.has(task)),
  );
}
