/** Reads person, last day and reason from one typed line, as in "@person 31.12.2026 Ruhestand". */
import type { Tx } from '../../db/connect.ts';
import { findPerson } from '../../db/organisation/people.ts';
import type { By } from '../command.ts';

export type LeaveLine = {
  /** As typed, for the refusal that names an unknown person. */
  who: string;
  person: string | null;
  /** ISO day. Null: no day was typed. `bad`: that day does not exist. */
  on: string | null | 'bad';
  reason: string;
};

const DAY = /(?:^|\s)(?:(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2}))(?=\s|$)/;

/** Splits the line at the day: the person comes before it, the reason after it. */
export function splitLine(text: string): { before: string; on: LeaveLine['on']; after: string } {
  const found = DAY.exec(text);
  if (!found) return { before: text.trim(), on: null, after: '' };
  const [whole, d, m, y, iy, im, id] = found;
  const iso = `${y ?? iy}-${(m ?? im ?? '').padStart(2, '0')}-${(d ?? id ?? '').padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
  return {
    before: text.slice(0, found.index).trim(),
    on: exists ? iso : 'bad',
    after: text.slice(found.index + whole.length).trim(),
  };
}

/** Without a day, the longest beginning that is somebody's name is the person and the rest is the reason. */
export async function readLeaveLine(tx: Tx, text: string, by: By): Promise<LeaveLine> {
  const { before, on, after } = splitLine(text);
  const words = before.replace(/[„“”"]/g, '').split(/\s+/);
  const least = on === null ? 1 : words.length;
  for (let count = words.length; count >= least; count--) {
    const who = words.slice(0, count).join(' ');
    const person = await findPerson(tx, by.chat, by.tenant, who.replace(/^@/, ''));
    const reason = [words.slice(count).join(' '), after].filter((part) => part !== '').join(' ');
    if (person) return { who, person, on, reason };
  }
  return { who: before, person: null, on, reason: after };
}
