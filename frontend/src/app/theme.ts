import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: a quiet blue-green. Shade 7 on white has a contrast of 6.6. */
const lagoon: MantineColorsTuple = [
  "#edf6f8",
  "#d7eaef",
  "#aed5df",
  "#83bfce",
  "#5daabe",
  "#3f94aa",
  "#2b7c91",
  "#1f6579",
  "#185160",
  "#103b47",
];

/** For what can't be undone. Shade 7 carries white text with a contrast of 6.5. */
const danger: MantineColorsTuple = [
  "#fdf0ef",
  "#f9dad7",
  "#f2b3ae",
  "#ea8a83",
  "#df665d",
  "#d0463d",
  "#c2352b",
  "#b3261e",
  "#901d17",
  "#6c1510",
];

/** Greys of the dark scheme, slightly blue so that the accent belongs to them. 7 is the page. */
const dark: MantineColorsTuple = [
  "#d9dfe3",
  "#b9c1c7",
  "#9aa4ac",
  "#77828a",
  "#48535a",
  "#343d43",
  "#262d32",
  "#181d20",
  "#121618",
  "#0c0f11",
];

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: {
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontWeight: "650",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "1.75rem", lineHeight: "1.25" },
      h2: { fontSize: "1.25rem", lineHeight: "1.35" },
      h3: { fontSize: "1.0625rem", lineHeight: "1.4" },
    },
  },
  colors: { lagoon, danger, dark },
  primaryColor: "lagoon",
  primaryShade: 7,
  defaultRadius: "md",
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Button: { defaultProps: { size: "md" } },
    TextInput: { defaultProps: { size: "md" } },
    PasswordInput: { defaultProps: { size: "md" } },
    NativeSelect: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
    Checkbox: { defaultProps: { size: "md" } },
    Radio: { defaultProps: { size: "md" } },
    Anchor: { defaultProps: { underline: "always" } },
    Skeleton: { defaultProps: { radius: "md" } },
  },
});

/** Tokens of our own. Whoever needs a colour or a measure in CSS takes it from here or from Mantine's variables. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    /** Width of a page, and of text that is read: 60-75 characters. */
    "--page-width": "66rem",
    "--measure": "38rem",
    /** The least height of what is touched. */
    "--touch": "2.75rem",
  },
  light: {
    "--accent-text": "#1f6579",
    "--accent-surface": "#edf6f8",
    "--right": "#1d6b3a",
    "--right-surface": "#ecf7ef",
    "--wrong": "#b3261e",
    "--wrong-surface": "#fdf0ef",
    "--notice": "#7a4d00",
    "--notice-surface": "#fff6e0",
    "--line": "#d4dade",
    "--line-strong": "#7d878d",
    "--surface": "#f6f8f9",
    "--warm": "#b0722a",
    "--warm-surface": "#fdf7ee",
    "--warm-line": "#e8d5b7",
    "--mantine-color-dimmed": "#56616a",
    "--mantine-color-text": "#1a2226",
    "--mantine-color-error": "#b3261e",
    "--mantine-color-placeholder": "#6b757c",
  },
  dark: {
    "--accent-text": "#83bfce",
    "--accent-surface": "#15303a",
    "--right": "#7fd19a",
    "--right-surface": "#14301f",
    "--wrong": "#ff9c93",
    "--wrong-surface": "#3a1a18",
    "--notice": "#f0c674",
    "--notice-surface": "#362a10",
    "--line": "#343d43",
    "--line-strong": "#77828a",
    "--surface": "#1f2529",
    "--warm": "#cf9c58",
    "--warm-surface": "#272119",
    "--warm-line": "#54452f",
    "--mantine-color-dimmed": "#a3adb4",
    "--mantine-color-text": "#d9dfe3",
    "--mantine-color-error": "#ff9c93",
    "--mantine-color-placeholder": "#8f9aa2",
  },
});
