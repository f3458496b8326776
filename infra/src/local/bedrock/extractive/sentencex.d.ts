/** The package has no types of its own. */
declare module "sentencex" {
  /** The sentences of a text, with the white space that follows them. */
  export function segment(language: string, text: string): string[];
}
