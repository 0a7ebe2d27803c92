/** `/incident files`: an incident's evidence, with a download link for people who may export it. */

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { refuse } from '../../../bot/refusal.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import { sayTime } from '../../../cards/text.ts';
import { insert } from '../../../db/changes.ts';
import { hashOfSecret } from '../../../db/delivery/downloads.ts';
import { newId } from '../../../db/ids.ts';
import { type Evidence, evidenceById, evidenceOf } from '../../../db/incident/evidence.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { type By, command } from '../../command.ts';
import { keyed } from '../../keyed.ts';
import { channelTitle } from '../channel-names.ts';
import { type IncidentDossier, incidentDossier, inIncident, itself, nameIn } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentCommand } from '../incident-command.ts';
import { lineBy, subjectOf } from '../lifecycle/move.ts';
import { linkCard, linkUntil } from '../record/timeline.ts';
import { refusedBecause } from './refused-because.ts';

const PER_PAGE = 6;

export const files = incidentCommand({
  word: 'files',
  aliases: ['belege', 'dateien', 'beweise'],
  rank: 430,
  line: 200,
  args: { page: z.coerce.number().int().min(1).max(1000).optional(), turned: z.boolean().optional() },
  load: async (file, { tx }) => {
    const evidence = await evidenceOf(tx, file.row.id);
    const names = await namesOf(
      tx,
      evidence.map(({ by }) => by),
    );
    return { evidence, names };
  },
  decide: ({ file, args: { page = 1, turned = false }, facts: { evidence, names } }, by) => {
    return { answer: { card: filesCard(file, evidence, names, page, by), replace: turned } };
  },
});

function filesCard(
  file: IncidentDossier,
  evidence: readonly Evidence[],
  names: ReadonlyMap<string, string>,
  asked: number,
  by: By,
): Card {
  const { say } = by;
  const { row, places } = file;
  const pages = Math.max(1, Math.ceil(evidence.length / PER_PAGE));
  const page = Math.min(asked, pages);
  const title = say('evidence.title', { number: row.number, count: evidence.length });
  const turn = (to: number, label: string): Button => ({
    label,
    do: 'incident-files',
    args: { incident: row.id, page: to, turned: true },
  });
  const channels = new Map(places.map(({ place, channel }) => [place.id, channelTitle(channel)]));
  const items = evidence.slice((page - 1) * PER_PAGE, page * PER_PAGE).map(
    (one): Node => ({
      kind: 'item',
      title: one.name,
      text: [
        say('evidence.line', { who: nameIn(names, one.by, by), at: sayTime(say.lang, one.at) }),
        ...(one.place && channels.has(one.place) ? [channels.get(one.place)!] : []),
        one.sha256 && one.state === 'stored' ? `SHA-256 ${one.sha256}` : keyed(say.lang, `evidence.state.${one.state}`),
        ...(one.problem ? [refusedBecause(say.lang, one.problem)] : []),
      ].join('\n'),
      buttons:
        one.state === 'stored' ? [{ label: say('evidence.fetch'), do: 'incident-file', args: { file: one.id } }] : [],
    }),
  );
  const buttons = [
    ...(page > 1 ? [turn(page - 1, say('list.previous'))] : []),
    ...(page < pages ? [turn(page + 1, say('list.next'))] : []),
  ];
  const nodes: Node[] = [
    ...(items.length === 0 ? [{ kind: 'text', text: say('evidence.none') } as const] : items),
    { kind: 'note', text: say('evidence.how') },
    ...(buttons.length > 0 ? [{ kind: 'actions', buttons } as const] : []),
  ];
  return marked({ title, summary: title, lang: say.lang, nodes }, row, say);
}

/** The link to one file, for the person who asks. */
export const fetchFile = command({
  name: 'incident-file',
  authority: inIncident('export'),
  args: z.object({ file: z.string() }),
  load: async ({ file: id }, { tx }) => {
    const found = await evidenceById(tx, id);
    const file = found ? await incidentDossier(tx, found.incident) : null;
    return { file, found, id: newId('download'), secret: randomBytes(24).toString('base64url') };
  },
  about: itself,
  decide: (_args, { file, found, id, secret }, by) => {
    if (!file || !found) return refuse('not-found');
    if (found.state !== 'stored' || !found.content || !found.sha256) return refuse('file-not-stored');
    // The link works for anybody who has it, so it goes to one person and never to a room.
    if (!by.dm) return refuse('link-dm-only');
    const { name, type, content, sha256 } = found;
    const row = { id, secret: hashOfSecret(secret), subject: subjectOf(file), name, type, content, sha256 };
    const line = lineBy(file, by, { kind: 'evidence-fetched', data: { name, sha256 } });
    return {
      answer: { card: linkCard(file, { name, sha256 }, `${by.publicUrl}/files/${id}.${secret}`, by, 'evidence.link') },
      changes: [
        insert('downloads', { ...row, person: by.actor.person, at: by.now, expiresAt: linkUntil(by.now) }),
        ...line.changes,
      ],
      audit: line.audit,
    };
  },
});
