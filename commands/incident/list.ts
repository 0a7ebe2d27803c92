/** `/incident list`: the incidents this person may read, open ones first. */

import { z } from 'zod';
import type { Role } from '../../bot/organisation/organisation.ts';
import type { Button, Card, Node } from '../../cards/node.ts';
import { sayTime } from '../../cards/text.ts';
import { type Listed, listIncidents, type Reads } from '../../db/incident/list.ts';
import { type By, type Context, command } from '../command.ts';
import { keyed } from '../keyed.ts';
import { incidentWord } from './incident-command.ts';

const SIZE = 8;
const READS_ALL: readonly Role[] = ['security', 'press', 'registrar', 'auditor'];

function readsOf({ actor }: By): Reads {
  if (actor.roles.some((role) => READS_ALL.includes(role))) return 'all';
  return { person: actor.person, offices: [...actor.headOf, ...actor.deputyOf] };
}

type ListFacts = { rows: Listed[]; total: number; page: number; pages: number };

export async function listFacts(page: number, { tx, by }: Context): Promise<ListFacts> {
  const reads = readsOf(by);
  const found = await listIncidents(tx, reads, { size: SIZE, number: page });
  const pages = Math.max(1, Math.ceil(found.total / SIZE));
  if (page <= pages) return { ...found, page, pages };
  return { ...(await listIncidents(tx, reads, { size: SIZE, number: pages })), page: pages, pages };
}

export function listCard({ rows, total, page, pages }: ListFacts, { say }: By): Card {
  const title = say('incident.list.title', { total });
  const place = say('list.page', { page, pages });
  const turn = (label: string, to: number): Button => ({ label, do: 'incident-list', args: { page: to } });
  const buttons: Button[] = [
    ...(page > 1 ? [turn(say('list.previous'), page - 1)] : []),
    ...(page < pages ? [turn(say('list.next'), page + 1)] : []),
    { label: say('incident.form.button'), do: 'incident-declare' },
  ];
  const items = rows.map(({ incident, channels }): Node => {
    const mark = incident.drill ? `${say('drill.mark')} – ` : '';
    const state = keyed(say.lang, `incident.state.${incident.state}`);
    const severity = keyed(say.lang, `incident.severity.${incident.severity}`);
    const since = sayTime(say.lang, incident.declaredAt);
    return {
      kind: 'item',
      title: `${mark}${incident.number} – ${incident.title}`,
      text: [`${state} · ${severity}`, say('incident.list.line', { since, channels })].join('\n'),
      buttons: [{ label: say('button.show'), do: 'incident-show', args: { what: incident.id } }],
    };
  });
  return {
    title,
    lang: say.lang,
    summary: `${title}. ${place}`,
    nodes: [
      { kind: 'note', text: place },
      ...(items.length === 0 ? [{ kind: 'text', text: say('incident.list.empty') } as const] : items),
      { kind: 'actions', buttons },
    ],
  };
}

export const list = command({
  ...incidentWord('list'),
  aliases: ['liste', 'übersicht', 'uebersicht'],
  rank: 50,
  bare: true,
  authority: 'known',
  positional: ['page'],
  args: z.object({ page: z.coerce.number().int().min(1).max(10_000).optional() }),
  load: ({ page }, context) => listFacts(page ?? 1, context),
  decide: ({ page }, facts, by) => ({ answer: { card: listCard(facts, by), replace: page !== undefined } }),
});
