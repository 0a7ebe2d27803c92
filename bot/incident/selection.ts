/**
 * Reads from one typed line what is reported as taken over: one channel; all of an office, a platform or a person; or
 * all unprotected ones.
 */

import type { ChannelState } from '../registry/channel.ts';
import type { Severity } from './lifecycle.ts';
import type { Control } from './stage.ts';

/** One way to split a line: the name (channel, office, network, person), and what is reported about it. */
export type Split = { said: string; text: string };

/** Nothing marks where a name ends: `splits` are all possible readings, longest name first. */
export type Selection =
  | { all: false; splits: Split[] }
  | { all: 'office' | 'platform' | 'person'; splits: Split[] }
  | { all: 'unprotected'; text: string };

type Line = {
  selection: Selection | null;
  /** `schwere=1`. */
  severity?: Severity;
  /** `zugang=nein`: nobody can log in. */
  control?: Control;
};

/** The most words a name has; a longer beginning is a sentence. */
const NAME_WORDS = 8;

const SEVERITY = /(?:^|\s)(?:schwere|severity)[=:]([123])(?=\s|$)/i;
const ACCESS = /(?:^|\s)(?:zugang|access)[=:](ja|nein|unklar|yes|no|unclear)(?=\s|$)/i;
const OPTIONS = [SEVERITY, ACCESS];
const CONTROL: Record<string, Control> = {
  ja: 'secured',
  yes: 'secured',
  nein: 'lost',
  no: 'lost',
  unklar: 'unclear',
  unclear: 'unclear',
};

const ALL = /^(?:all|alle[rn]?)(?:\s+(?:kanälen?|auftritte|channels))?\s+/i;
const UNPROTECTED =
  /^(?:ungeschützte[nr]?|ungeschuetzte[nr]?|unprotected)(?:\s+(?:kanäle|auftritte|channels))?(?:\s+|$)/i;
const CRITERION =
  /^(?:(?:of|on|by|from|von|im|in|der|des|vom)\s+)*(fachbereichs?|amt|office|netzwerks?|plattform|platform|person)\s*[=:\s]\s*(?=\S)/i;
const CRITERIA: readonly (readonly [RegExp, 'office' | 'platform' | 'person'])[] = [
  [/^(?:fachbereich|amt|office)/i, 'office'],
  [/^(?:netzwerk|plattform|platform)/i, 'platform'],
  [/^person/i, 'person'],
];

/**
 * Reads what was typed after `/incident declare`, without knowing the channels, offices and people.
 * @returns `selection` null: the line names nothing
 */
export function readLine(typed: string): Line {
  const severity = SEVERITY.exec(typed)?.[1];
  const access = ACCESS.exec(typed)?.[1];
  const rest = withoutOptions(typed);
  return {
    selection: rest === '' ? null : selectionIn(rest),
    ...(severity ? { severity: Number(severity) as Severity } : {}),
    ...(access ? { control: CONTROL[access.toLowerCase()] ?? 'unclear' } : {}),
  };
}

/** What was typed, without `schwere=` and `zugang=`. */
export const withoutOptions = (typed: string): string =>
  OPTIONS.reduce((line, option) => line.replaceAll(new RegExp(option, 'gi'), ''), typed).trim();

function selectionIn(rest: string): Selection {
  const behind = rest.replace(ALL, '');
  if (behind !== rest) {
    if (UNPROTECTED.test(behind)) return { all: 'unprotected', text: behind.replace(UNPROTECTED, '').trim() };
    const word = CRITERION.exec(behind)?.[1];
    const all = CRITERIA.find(([shape]) => word && shape.test(word))?.[1];
    if (all) return { all, splits: splitsOf(behind.replace(CRITERION, '')) };
  }
  return { all: false, splits: splitsOf(rest) };
}

/** A quoted name ends at its quote. Otherwise the name may be the first word, the first two, and so on. */
export function splitsOf(line: string): Split[] {
  const quoted = /^["„“”]([^"„“”]+)["„“”]\s*([\s\S]*)$/.exec(line);
  if (quoted) return [{ said: quoted[1]!.trim(), text: quoted[2]!.trim() }];
  const ends = [...line.matchAll(/\S+/g)].slice(0, NAME_WORDS).map((word) => word.index + word[0].length);
  return ends.reverse().map((end) => ({
    said: line
      .slice(0, end)
      .replaceAll(/\s+/g, ' ')
      .replace(/[,:;]+$/, ''),
    text: line.slice(end).trim(),
  }));
}

type Protection = { state: ChannelState; secondFactor: unknown; administrators: number };

/**
 * Unprotected as far as known today: not every login has a second factor, fewer than two administrators are left, or
 * nobody ever approved it. (The verdict of the measures M1–M16 will replace this.)
 */
export const isUnprotected = ({ state, secondFactor, administrators }: Protection): boolean =>
  state === 'unapproved' || secondFactor !== 'all' || administrators < 2;
