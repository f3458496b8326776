import type { Domain } from "@lyceum/shared/exams";
import type { Note } from "@lyceum/shared/notes";

/** Notes below the domains of their first tasks, in the exam's order; those about no task of it come last. */
export function byDomain(
  notes: readonly Note[],
  domains: readonly Domain[],
): { domain: Domain | undefined; notes: Note[] }[] {
  const domainOf = ({ taskIds: [first] }: Note) =>
    domains.find(({ tasks }) => tasks.some(({ id }) => id === first));
  return [...domains, undefined].flatMap((domain) => {
    const own = notes.filter((note) => domainOf(note) === domain);
    return own.length > 0 ? { domain, notes: own } : [];
  });
}
