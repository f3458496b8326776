/** The number of a task's domain, which every task's number starts with. */
export const domainOf = (taskId: string): string => taskId.slice(0, taskId.indexOf("."));

/** The numbers of the domains that items belong to, in order. */
export const domainsOf = (items: readonly { taskId: string }[]): string[] =>
  [...new Set(items.map(({ taskId }) => domainOf(taskId)))].sort((a, b) => Number(a) - Number(b));
