/** Fills the `{placeholders}` of a tool's sentence. */
export const fill = (text: string, args: Record<string, string | number>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
