/** Leaver cases in the task list. The list may be shown in a room, so it names nobody. */

import { mayHandle } from '../../bot/leavers/authority.ts';
import { stepsOf } from '../../bot/leavers/case.ts';
import type { Node } from '../../cards/node.ts';
import type { Tx } from '../../db/connect.ts';
import { openCases } from '../../db/leavers/cases.ts';
import type { Reader } from '../view.ts';
import { caseDossier } from './dossier.ts';

/** Cases this person leads, or whose channels they manage. Other people who could help find them with `leaver list`. */
export async function leaverTasks(tx: Tx, { actor, org, say }: Reader): Promise<Node[]> {
  if (!actor) return [];
  const nodes: Node[] = [];
  for (const { id } of await openCases(tx)) {
    const file = await caseDossier(tx, id, org);
    if (!file || !mayHandle(actor, file.facts)) continue;
    const isMine = file.row.manager === actor.person || file.facts.administrators.includes(actor.person);
    if (!isMine) continue;
    const open = file.items.filter(({ item }) => stepsOf(item).length > 0).length;
    nodes.push({
      kind: 'item',
      title: say('leaver.task'),
      text: say('leaver.task-text', { open, all: file.items.length }),
      buttons: [{ label: say('leaver.open'), do: 'leaver', style: 'primary', args: { what: id } }],
    });
  }
  return nodes;
}
