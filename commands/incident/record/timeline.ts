/** `/incident timeline`: the incident's timeline, newest page first, and the whole record as a file. */

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { refuse } from '../../../bot/refusal.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import { insert } from '../../../db/changes.ts';
import { hashOfSecret } from '../../../db/delivery/downloads.ts';
import { newId } from '../../../db/ids.ts';
import type { By } from '../../command.ts';
import type { IncidentDossier } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentCommand } from '../incident-command.ts';
import { lineBy, subjectOf } from '../lifecycle/move.ts';
import { exportFile, FORMATS } from './formats.ts';
import { type TimelineLine, timeline } from './lines.ts';
import { recordOf } from './record.ts';

const PER_PAGE = 10;
/** Long enough for a night, short enough to make a forwarded link worth little. */
const LINK_HOURS = 24;

export const timelineCommand = incidentCommand({
  word: 'timeline',
  aliases: ['zeitleiste', 'verlauf'],
  rank: 410,
  bare: true,
  line: 200,
  args: { page: z.coerce.number().int().min(1).max(10_000).optional(), turned: z.boolean().optional() },
  load: ({ row }, { tx, by }) => timeline(tx, row.id, by.say.lang),
  decide: ({ file, args: { page, turned = false }, facts: lines }, by) => {
    return { answer: { card: timelineCard(file, lines, page, by), replace: turned } };
  },
});

function timelineCard(
  file: IncidentDossier,
  lines: readonly TimelineLine[],
  asked: number | undefined,
  { say }: By,
): Card {
  const pages = Math.max(1, Math.ceil(lines.length / PER_PAGE));
  const page = Math.min(asked ?? pages, pages);
  const { row } = file;
  const title = say('timeline.title', { number: row.number });
  const turn = (to: number, label: string): Button => ({
    label,
    do: 'incident-timeline',
    args: { incident: row.id, page: to, turned: true },
  });
  const nodes: Node[] = [
    ...lines.slice((page - 1) * PER_PAGE, page * PER_PAGE).map(
      (line): Node => ({
        kind: 'text',
        text: [`${line.shown} · ${line.by}: ${line.what}`, ...(line.text ? [line.text] : [])].join('\n'),
      }),
    ),
    { kind: 'note', text: say('list.page', { page, pages }) },
    {
      kind: 'actions',
      buttons: [
        ...(page > 1 ? [turn(page - 1, say('timeline.older'))] : []),
        ...(page < pages ? [turn(page + 1, say('timeline.newer'))] : []),
        ...FORMATS.map(
          (as): Button => ({
            label: say(`export.as.${as}`),
            do: 'incident-export',
            args: { incident: row.id, as },
          }),
        ),
      ],
    },
  ];
  return marked({ title, summary: `${title}: ${say('list.page', { page, pages })}`, lang: say.lang, nodes }, row, say);
}

export const exportIncident = incidentCommand({
  word: 'export',
  aliases: ['ausgeben', 'exportieren'],
  rank: 420,
  line: 200,
  args: { as: z.enum(FORMATS).optional() },
  load: async (file, { tx, by }, { rest, args: { as } }) => {
    const format = as ?? FORMATS.find((one) => one === rest.toLowerCase()) ?? 'html';
    // Built before the authority is checked. It only reads, and a refusal returns nothing of it.
    const made = exportFile(await recordOf(tx, file, by.say.lang, by.now), format);
    return { made, id: newId('download'), secret: randomBytes(24).toString('base64url') };
  },
  decide: ({ file, facts: { made, id, secret } }, by) => {
    // The link works for anybody who has it, so it goes to one person and never to a room.
    if (!by.dm) return refuse('link-dm-only');
    const expiresAt = linkUntil(by.now);
    const { name, type, content, sha256 } = made;
    const row = { id, secret: hashOfSecret(secret), subject: subjectOf(file), name, type, content, sha256 };
    const line = lineBy(file, by, { kind: 'exported', data: { name, sha256 } });
    return {
      answer: { card: linkCard(file, made, `${by.publicUrl}/files/${id}.${secret}`, by) },
      changes: [insert('downloads', { ...row, person: by.actor.person, at: by.now, expiresAt }), ...line.changes],
      audit: line.audit,
    };
  },
});

/** When a link made now expires. */
export const linkUntil = (now: Date): Date => new Date(now.getTime() + LINK_HOURS * 3_600_000);

export function linkCard(
  { row }: IncidentDossier,
  { name, sha256 }: { name: string; sha256: string },
  url: string,
  { say }: By,
  what: 'export.title' | 'evidence.link' = 'export.title',
): Card {
  const title = say(what, { number: row.number });
  const nodes: Node[] = [
    { kind: 'link', text: name, url },
    { kind: 'facts', facts: [{ label: 'SHA-256', value: sha256 }] },
    { kind: 'note', text: say('export.note', { hours: LINK_HOURS }) },
  ];
  return marked({ title, summary: `${title}: ${name}`, lang: say.lang, nodes }, row, say);
}
