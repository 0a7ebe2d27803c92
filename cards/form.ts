/**
 * A form is one table of fields in pages, so that a label and a check can't drift apart. From it come the check of a
 * value (here), the card of a page, the conversation's questions and the words of a review (form-card.ts).
 */
import { z } from 'zod';

export type Values = Record<string, unknown>;
/** What is wrong: a code of the words `problem.*` with its arguments. */
export type Problem = { path: string; code: ProblemCode; args?: Record<string, string | number> };
export type ProblemCode =
  | 'required'
  | 'too-long'
  | 'too-short'
  | 'not-a-choice'
  | 'not-a-date'
  | 'no-moment'
  | 'skipped-hour'
  | 'moment-future'
  | 'moment-too-early'
  | 'moment-stands'
  | 'moment-changed'
  | 'date-past'
  | 'date-far'
  | 'not-a-number'
  | 'not-a-link'
  | 'link-scheme'
  | 'link-private'
  | 'link-meant'
  | 'unknown-person'
  | 'not-an-address'
  | 'no-account'
  | 'had-left'
  | 'person-left'
  | 'taken'
  | 'too-few-administrators'
  | 'declarations'
  | 'no-emergency-contact'
  | 'mismatch';

export type Field = {
  kind: 'line' | 'area' | 'link' | 'number' | 'date' | 'choice' | 'choices' | 'person' | 'yesno';
  /**
   * The name under which words are found, if not the field's: `field.<name>`, `field.<name>.hint`,
   * `option.<name>.<value>`.
   */
  words?: string;
  options?: readonly string[];
  /** Must be answered to submit. A function decides by all values of the form and of the repeated entry. */
  required?: boolean | ((values: Values) => boolean);
  /** Asked only if. Absent: always. */
  when?: (values: Values) => boolean;
  max?: number;
  min?: number;
  /** Folded away under "more", never required. */
  more?: true;
  /** Dates only: must not be in the past. */
  future?: true;
};

export type Page = { name: string; fields: Record<string, Field>; repeat?: { min: number; max: number } };
export type Form = { name: string; version: number; pages: readonly Page[] };

/** One screen of the form: a page, or one entry of a repeated page. */
export type Screen = { page: Page; prefix: string; entry?: number; of?: number };

/** The most characters of a text, or the highest number, unless the field's row says otherwise. */
const MAX: Partial<Record<Field['kind'], number>> = { line: 200, area: 3000, link: 500, number: 1_000_000 };

/** The bounds of a text's length or of a number; other kinds have none. */
export function limitsOf(field: Field): { min: number; max: number } {
  const max = field.max ?? MAX[field.kind] ?? Number.POSITIVE_INFINITY;
  return { min: field.min ?? (field.kind === 'number' ? 0 : 1), max };
}

/** The entries of a repeated page, filled up with empty ones to the minimum. */
export function entriesOf(page: Page, values: Values): Values[] {
  const list = values[page.name];
  const entries = Array.isArray(list) ? (list as Values[]) : [];
  const missing = Math.max(0, (page.repeat?.min ?? 0) - entries.length);
  return [...entries, ...Array.from({ length: missing }, () => ({}))];
}

/** The screens a person walks through, in order; a repeated page counts once per entry. */
export function screens(form: Form, values: Values): Screen[] {
  return form.pages.flatMap((page): Screen[] => {
    if (!page.repeat) return [{ page, prefix: '' }];
    const entries = entriesOf(page, values);
    return entries.map((_, entry) => ({ page, prefix: `${page.name}.${entry}.`, entry, of: entries.length }));
  });
}

/** The values of a screen's fields: the whole form, or one entry of a repeated page. */
export function scope(screen: Screen, values: Values): Values {
  return screen.entry === undefined ? values : (entriesOf(screen.page, values)[screen.entry] ?? {});
}

/** The fields of a screen that are asked, given the answers so far. */
export function fieldsOf(screen: Screen, values: Values): [name: string, field: Field][] {
  const here = { ...values, ...scope(screen, values) };
  return Object.entries(screen.page.fields).filter(([, field]) => field.when?.(here) ?? true);
}

export function isRequired(field: Field, screen: Screen, values: Values): boolean {
  if (typeof field.required === 'function') return field.required({ ...values, ...scope(screen, values) });
  return field.required ?? false;
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

const SCHEMAS = new WeakMap<Field, z.ZodType>();

/**
 * The zod check of one non-empty value. Every message is a problem code, even for a wrong type (old drafts, forged
 * input).
 */
export function fieldSchema(field: Field): z.ZodType {
  const known = SCHEMAS.get(field) ?? schemaOf(field);
  SCHEMAS.set(field, known);
  return known;
}

function schemaOf(field: Field): z.ZodType {
  const { min, max } = limitsOf(field);
  const options = (field.options ?? []) as [string, ...string[]];
  switch (field.kind) {
    case 'line':
    case 'area':
      return z.string('required').trim().min(min, 'too-short').max(max, 'too-long');
    case 'link':
      return z.string('not-a-link').trim().max(max, 'too-long').check(webLink);
    case 'number':
      return z.number('not-a-number').int('not-a-number').min(min, 'not-a-number').max(max, 'not-a-number');
    case 'date':
      return z.iso.date('not-a-date');
    case 'choice':
      return z.enum(options, 'not-a-choice');
    case 'choices':
      return z.array(z.enum(options, 'not-a-choice'), 'not-a-choice');
    case 'yesno':
      return z.enum(['yes', 'no'], 'not-a-choice');
    case 'person':
      return z.string('unknown-person').regex(/^p_/, 'unknown-person');
  }
}

/** Any http(s) address; bot/platform/link.ts checks the channel's own more closely. */
const webLink: z.core.CheckFn<string> = (context) => {
  const text = context.value;
  const fault = !URL.canParse(text)
    ? 'not-a-link'
    : !['http:', 'https:'].includes(new URL(text).protocol)
      ? 'link-scheme'
      : undefined;
  if (fault) context.issues.push({ code: 'custom', message: fault, input: text });
};

/**
 * Puts raw values of a screen into the form's shape: trims, makes single values of `choices` lists, drops empty ones
 * and completes a link without scheme. Unknown names are ignored: a chat may send anything.
 */
export function takeIn(screen: Screen, values: Values, inputs: Values): Values {
  const here: Values = { ...scope(screen, values) };
  for (const [name, field] of Object.entries(screen.page.fields)) {
    const path = screen.prefix + name;
    if (!(path in inputs)) continue;
    const value = clean(field, inputs[path]);
    if (isEmpty(value)) delete here[name];
    else here[name] = value;
  }
  return put(screen, values, here);
}

function put(screen: Screen, values: Values, here: Values): Values {
  if (screen.entry === undefined) return here;
  const entries = entriesOf(screen.page, values);
  entries[screen.entry] = here;
  return { ...values, [screen.page.name]: entries };
}

/**
 * The answers without those to questions that are no longer asked. Used on submission: an agency's end date must not
 * trigger anything after the clerk has changed "agency: yes" to "no".
 */
export function withoutHidden(form: Form, values: Values): Values {
  return screens(form, values).reduce((kept, screen) => {
    const asked = new Set(fieldsOf(screen, kept).map(([name]) => name));
    const here = Object.entries(scope(screen, kept)).filter(
      ([name]) => asked.has(name) || !(name in screen.page.fields),
    );
    return put(screen, kept, Object.fromEntries(here));
  }, values);
}

/** One value in the form's shape. A chat may send a list, a comma list, a German date, a link without scheme. */
export function clean(field: Field, raw: unknown): unknown {
  if (field.kind === 'choices') {
    const list = Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(',') : [];
    return list.map((item) => plain(String(item))).filter((item) => item !== '');
  }
  if (Array.isArray(raw)) return clean(field, raw[0]);
  if (typeof raw !== 'string' && typeof raw !== 'number') return undefined;
  const text = plain(String(raw));
  // A scheme has no dot here: `www.dortmund.de:8080` begins with a host.
  if (field.kind === 'link' && text !== '' && !/^[a-z][a-z0-9+-]*:/i.test(text)) return `https://${text}`;
  if (field.kind === 'number' && /^\d+$/.test(text)) return Number(text);
  if (field.kind === 'date') return isoDay(text);
  return field.kind === 'area' ? text : text.replaceAll(/\s*\n\s*/g, ' ');
}

/** Postgres refuses NUL and half a surrogate pair in JSON; other control characters only confuse. */
function plain(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\n\t])[\p{Cc}\p{Cs}]/gu, '')
    .trim();
}

/** People type `1.3.2027` in a conversation. */
function isoDay(text: string): string {
  const [, day, month, year] = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text) ?? [];
  return day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
}

/** The problems on one screen. `today`: ISO day. `complete: false` ignores missing answers (save for later). */
export function problemsOn(screen: Screen, values: Values, today: string, complete = true): Problem[] {
  const here = scope(screen, values);
  return fieldsOf(screen, values).flatMap(([name, field]): Problem[] => {
    const path = screen.prefix + name;
    const value = here[name];
    if (isEmpty(value)) return complete && isRequired(field, screen, values) ? [{ path, code: 'required' }] : [];
    const checked = fieldSchema(field).safeParse(value);
    if (!checked.success) {
      const code = checked.error.issues[0]?.message as ProblemCode;
      return [{ path, code, ...(field.kind in MAX ? { args: limitsOf(field) } : {}) }];
    }
    if (field.future && String(value) < today) return [{ path, code: 'date-past' }];
    return [];
  });
}

export function problemsIn(form: Form, values: Values, today: string): Problem[] {
  return screens(form, values).flatMap((screen) => problemsOn(screen, values, today));
}
