/** Words in the reader's language. German is the source; a key that English lacks does not compile. */
import type { Lang } from './node.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';

export type Key = keyof typeof de;
type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? NameIn<Name> | Placeholders<Rest>
  : never;
/** `{count|Angabe|Angaben}` requires `count`, too: it gives the first word for 1, else the second. */
type NameIn<S extends string> = S extends `${infer Name}|${string}` ? Name : S;
type Args<K extends Key> = [Placeholders<(typeof de)[K]>] extends [never]
  ? []
  : [args: Record<Placeholders<(typeof de)[K]>, string | number>];

const CATALOGUES: Record<Lang, Record<Key, string>> = { de, en };

export type Say = {
  lang: Lang;
  /** The text behind a key, its `{placeholders}` filled. */
  <K extends Key>(key: K, ...args: Args<K>): string;
};

/** `say('de')('task.done', { by: 'Leitung FB 3' })` */
export function say(lang: Lang): Say {
  const speak = (key: Key, args?: Record<string, string | number>) => fill(CATALOGUES[lang][key], args ?? {});
  return Object.assign(speak, { lang }) as Say;
}

/** For keys built at run time (`refusal.${code}`): the text, or undefined if there is none. */
export function sayIfKnown(lang: Lang, key: string, args: Record<string, string | number> = {}): string | undefined {
  const text = (CATALOGUES[lang] as Record<string, string>)[key];
  return text === undefined ? undefined : fill(text, args);
}

function fill(text: string, args: Record<string, string | number>): string {
  return text
    .replaceAll(/\{(\w+)\|([^|{}]*)\|([^|{}]*)\}/g, (whole, name: string, one: string, more: string) =>
      name in args ? (Number(args[name]) === 1 ? one : more) : whole,
    )
    .replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in args ? String(args[name]) : whole));
}

const ZONE = 'Europe/Berlin';
const DATE = {
  de: new Intl.DateTimeFormat('de-DE', { timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: 'numeric', month: 'long', year: 'numeric' }),
} as const;
const TIME = {
  de: new Intl.DateTimeFormat('de-DE', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }),
} as const;

/** `21.11.2026`, in Berlin, whatever the server's time zone. */
export const sayDate = (lang: Lang, date: Date): string => DATE[lang].format(date);
/** `21.11.2026, 14:05 Uhr` */
export function sayTime(lang: Lang, date: Date): string {
  const time = TIME[lang].format(date);
  return lang === 'de' ? `${DATE.de.format(date)}, ${time} Uhr` : `${DATE.en.format(date)}, ${time}`;
}
/** An ISO day (`2026-11-21`) as the language writes it. */
export const sayDay = (lang: Lang, day: string): string => sayDate(lang, new Date(`${day}T12:00:00Z`));
