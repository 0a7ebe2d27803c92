/** The internal messages possible now, as buttons. The commands check the same rules at the click. */
import type { Standing } from '../../../bot/incident/lifecycle.ts';
import { mayAct } from '../../../bot/incident/lifecycle.ts';
import { isPossible, NEXT } from '../../../bot/incident/next-steps.ts';
import type { Button } from '../../../cards/node.ts';
import type { Say } from '../../../cards/text.ts';
import type { Notice } from '../../../db/incident/communication.ts';
import type { IncidentDossier } from '../dossier.ts';
import type { NoticeDossier } from './notice-dossier.ts';

/** Messages to all staff, in turn: nobody is warned twice, and an all-clear follows only a warning. */
export const BROADCASTS = ['staff', 'all-clear'] as const;
type Broadcast = (typeof BROADCASTS)[number];

/** Whether all staff were warned and have not had the all-clear since. */
export const isWarned = (notices: readonly Pick<Notice, 'kind' | 'at'>[]): boolean =>
  notices.findLast(({ kind }) => kind === 'staff' || kind === 'all-clear')?.kind === 'staff';

/**
 * The message to all staff that fits the incident's state: the warning once it is confirmed, the all-clear once
 * everything is restored and only after a warning. A drill sends neither.
 */
export function broadcastNow({ row }: Pick<IncidentDossier, 'row'>, { notices }: NoticeDossier): Broadcast | null {
  if (row.drill) return null;
  if (row.state === 'restored') return isWarned(notices) ? 'all-clear' : null;
  const confirmed = row.state === 'confirmed' || row.state === 'contained' || row.state === 'lost';
  return confirmed && !isWarned(notices) ? 'staff' : null;
}

export function internalButtons(file: IncidentDossier, told: NoticeDossier, here: Standing, say: Say): Button[] {
  const { row } = file;
  const mayHandleText = (word: 'internal' | 'update') => isPossible(word, row.state) && mayAct(NEXT[word].act, here);
  const kind = broadcastNow(file, told);
  return [
    ...(mayHandleText('update')
      ? [{ label: say('update.button'), do: 'incident-update', args: { incident: row.id } }]
      : []),
    ...(kind && mayHandleText('internal')
      ? [
          {
            label: say(`staff.button.${kind}`),
            do: 'incident-staff',
            args: { incident: row.id, kind },
            confirm: {
              title: say(`staff.button.${kind}`),
              text: say(`staff.confirm.${kind}`),
              yes: say('word.yes'),
              no: say('word.cancel'),
            },
          },
        ]
      : []),
  ];
}
