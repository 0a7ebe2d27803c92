/** `/incident pack`: a personal link to the emergency pack, valid until the end of the month and rebuilt nightly. */

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Role } from '../../../bot/organisation/organisation.ts';
import type { Actor } from '../../../bot/organisation/permission.ts';
import { refuse } from '../../../bot/refusal.ts';
import { addDays, wallTime } from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Card } from '../../../cards/node.ts';
import { sayTime } from '../../../cards/text.ts';
import { insert, remove } from '../../../db/changes.ts';
import { downloadsOf, hashOfSecret } from '../../../db/delivery/downloads.ts';
import { newId } from '../../../db/ids.ts';
import { type By, command } from '../../command.ts';
import { incidentWord } from '../incident-command.ts';
import { packFile } from './pack.ts';

const READERS: readonly Role[] = ['security', 'press', 'registrar'];
/** A link made on a month's last day still lasts this long. */
const LEAST_HOURS = 24;

/** The subject ends with the pack's language: `emergency-pack:de`. */
export const PACK = 'emergency-pack';
export const mayHavePack = ({ roles }: Pick<Actor, 'roles'>): boolean => roles.some((role) => READERS.includes(role));

/** The start of the next month, at least a day from now. */
export function packUntil(now: Date): Date {
  const first = (day: string) => `${day.slice(0, 7)}-01`;
  const end = wallTime(first(addDays(first(berlinDay(now)), 31)), '00:00');
  return new Date(Math.max(end.getTime(), now.getTime() + LEAST_HOURS * 3_600_000));
}

export const pack = command({
  ...incidentWord('pack'),
  aliases: ['notfallmappe', 'mappe'],
  rank: 440,
  authority: { role: READERS },
  args: z.object({}),
  load: async (_args, { tx, org, by }) => ({
    made: await packFile(tx, org, by.say.lang, by.now),
    before: await downloadsOf(tx, PACK, by.actor.person),
    id: newId('download'),
    secret: randomBytes(24).toString('base64url'),
  }),
  decide: (_args, { made, before, id, secret }, by) => {
    // The link works for anybody who has it, so it goes to one person and never to a room.
    if (!by.dm) return refuse('link-dm-only');
    const expiresAt = packUntil(by.now);
    const row = { id, secret: hashOfSecret(secret), subject: `${PACK}:${by.say.lang}`, ...made };
    return {
      answer: { card: linkCard(made.name, `${by.publicUrl}/files/${id}.${secret}`, expiresAt, by) },
      changes: [
        // One link per person: asking again replaces a link that was lost or may have leaked.
        ...before.map((old) => remove('downloads', old)),
        insert('downloads', { ...row, person: by.actor.person, at: by.now, expiresAt }),
      ],
      audit: [{ action: 'emergency-pack', subject: PACK, data: { download: id, sha256: made.sha256 } }],
    };
  },
});

function linkCard(name: string, url: string, until: Date, { say }: By): Card {
  const title = say('pack.title');
  const note = say('pack.link-note', { until: sayTime(say.lang, until) });
  return {
    title,
    summary: `${title}: ${name}`,
    lang: say.lang,
    nodes: [
      { kind: 'text', text: say('pack.what') },
      { kind: 'link', text: name, url },
      { kind: 'note', text: note },
    ],
  };
}
