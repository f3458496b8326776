/** Puts the values of `$context.*` into a template. What is not known becomes `-`, as in API Gateway's logs. */
export function fillContext(template: string, context: Readonly<Record<string, string>>): string {
  return template.replaceAll(
    /\$context\.([A-Za-z][\w-]*(?:\.[\w:-]+)*)/g,
    (_, name: string) => context[name] ?? "-",
  );
}
