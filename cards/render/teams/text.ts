/** Plain text as Adaptive Card elements, displayed literally whatever it contains. */
import { clean, isBlank } from '../cut.ts';

export type Element = { type: string; [property: string]: unknown };

/** How a text looks; the words are those of the Adaptive Card schema. */
type Look = {
  size?: 'Small' | 'Medium' | 'Large';
  weight?: 'Bolder';
  color?: 'Attention' | 'Good' | 'Warning' | 'Accent';
  isSubtle?: boolean;
  /** Announced as a heading by screen readers. */
  style?: 'heading';
  spacing?: 'None' | 'Small' | 'Medium' | 'Large';
  id?: string;
};

/** Invisible and without effect on the line: it only separates two characters that a client would read as a command. */
const JOINER = '\u2060';

/** Clean text without anything that clients interpret besides markdown: `{{DATE(…)}}` and `<at>` mentions. */
export function literal(text: string): string {
  return clean(text)
    .replace(/\{(?=\{)/g, `{${JOINER}`)
    .replace(/<(?=\/?at\b)/gi, `<${JOINER}`);
}

/** One line for labels and button titles, which no client reads as markdown. */
export const label = (text: string): string => literal(text).replace(/\s+/g, ' ').trim();

/**
 * Whether a line means the same with and without markdown. One star needs a second to mean something (German gender
 * stars: `Antragsteller*in`), and `_` between letters or digits is not emphasis (handles: `stadt_dortmund`).
 */
export function isInert(line: string): boolean {
  return (
    !/[\\`~[\]<\n]|\*.*\*|^\s*\*\s/.test(line) &&
    !/&[#\w]+;/.test(line) &&
    !/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u.test(line) &&
    !/^\s*(>|#|([-=+]\s*){2,}$)/.test(line)
  );
}

/** `1. Netzwerk` would become a list item; with a no-break space it stays a line and looks the same. */
export const withoutListMark = (line: string): string => line.replace(/^(\s*(?:\d{1,9}[.)]|[-+•]))\s/u, '$1\u00A0');

/**
 * One line as an element. Backslash escapes don't work: Teams on iOS and Android shows the backslashes or ignores them
 * (microsoft/AdaptiveCards#5590, msteams-docs#5793). So a line that isn't inert goes into a TextRun, which no client
 * reads as markdown.
 */
function line(text: string, look: Look = {}): Element {
  const { spacing, id, style, ...run } = look;
  const around = { ...(id ? { id } : {}), ...(spacing ? { spacing } : {}) };
  const inert = withoutListMark(text);
  return isInert(inert)
    ? { type: 'TextBlock', text: inert, wrap: true, ...around, ...run, ...(style ? { style } : {}) }
    : { type: 'RichTextBlock', ...around, inlines: [{ type: 'TextRun', text, ...run }] };
}

/** A text as one element per line; blank lines become a wider gap, an empty text becomes nothing. */
export function lines(text: string, look: Look = {}): Element[] {
  const found: Element[] = [];
  let gap: Look['spacing'] | undefined = look.spacing;
  for (const raw of literal(text).split('\n')) {
    if (isBlank(raw)) {
      if (found.length > 0) gap = 'Small';
      continue;
    }
    const { spacing: _, ...rest } = look;
    found.push(
      line(raw.trimEnd(), { ...(found.length === 0 ? rest : without(rest, 'id')), ...(gap ? { spacing: gap } : {}) }),
    );
    gap = 'None';
  }
  return found;
}

function without(look: Look, key: keyof Look): Look {
  const { [key]: _, ...rest } = look;
  return rest;
}
