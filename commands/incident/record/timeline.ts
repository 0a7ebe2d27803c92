/** `/incident timeline`: what happened, line by line, the newest page first; and the whole record as a file. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { refuse } from '../../../bot/refusal.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import { insert } from '../../../db/changes.ts';
import { hashOfSecret } from '../../../db/delivery/downloads.ts';
import { newId } from '../../../db/ids.ts';
import { type By, command } from '../../command.ts';
import { blockerFor, type IncidentDossier, typedIncident } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { lineBy, subjectOf } from '../lifecycle/move.ts';
import { exportFile, FORMATS } from './formats.ts';
import { type TimelineLine, timeline } from './lines.ts';
import { recordOf } from './record.ts';

const PER_PAGE = 10;
/** Long enough for a night, short enough that a forwarded link is worth little. */
const LINK_HOURS = 24;

export const timelineCommand = command({
  name: 'incident-timeline',
  group: 'incident',
  word: 'timeline',
  aliases: ['zeitleiste', 'verlauf'],
  permission: 'known',
  positional: ['text'],
  summary: 'help.incident-timeline',
  usage: 'usage.incident-timeline',
  args: z.object({
    text: z.string().max(200).optional(),
    incident: z.string().optional(),
    page: z.coerce.number().int().min(1).max(10_000).optional(),
    turned: z.boolean().optional(),
  }),
  load: async (args, context) => {
    const { file } = await typedIncident(args, context);
    return { file, lines: file ? await timeline(context.tx, file.row.id, context.by.say.lang) : [] };
  },
  decide: ({ page, turned = false }, { file, lines }, by) => {
    if (!file) return refuse('no-incident');
    const no = blockerFor('timeline', by, file);
    return no ?? { answer: { card: timelineCard(file, lines, page, by), replace: turned } };
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

export const exportIncident = command({
  name: 'incident-export',
  group: 'incident',
  word: 'export',
  aliases: ['ausgeben', 'exportieren'],
  permission: 'known',
  positional: ['text'],
  summary: 'help.incident-export',
  usage: 'usage.incident-export',
  args: z.object({
    text: z.string().max(200).optional(),
    incident: z.string().optional(),
    as: z.enum(FORMATS).optional(),
  }),
  load: async (args, context) => {
    const { file, rest } = await typedIncident(args, context);
    const format = args.as ?? FORMATS.find((one) => one === rest.toLowerCase()) ?? 'html';
    const { tx, by } = context;
    // Made before it is decided who may have it: reads only, and nothing of it leaves on a no.
    const made = file ? exportFile(await recordOf(tx, file, by.say.lang, by.now), format) : null;
    return { file, made, id: newId('download'), secret: randomBytes(24).toString('base64url') };
  },
  decide: (_args, { file, made, id, secret }, by) => {
    if (!file || !made) return refuse('no-incident');
    const no = blockerFor('report', by, file);
    if (no) return no;
    // The link is a key: it is given to one person, never to a room.
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

/** When a link that is given out now stops to work. */
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
