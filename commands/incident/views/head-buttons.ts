/** What the head card of an incident offers: the few steps that matter in its state. All others stand in the help. */
import type { IncidentState } from '../../../bot/incident/lifecycle.ts';
import { isPossible, NEXT, type NextWord, nextFor } from '../../../bot/incident/next-steps.ts';
import type { Button } from '../../../cards/node.ts';
import type { Say } from '../../../cards/text.ts';
import { keyed } from '../../keyed.ts';
import type { Reader } from '../../view.ts';
import { type IncidentDossier, standing } from '../dossier.ts';

/** In the order in which they are drawn; the first is the one that is expected. */
export const PROMINENT = {
  reported: ['confirm', 'false-alarm', 'stop', 'internal', 'board'],
  confirmed: ['contain', 'stop', 'dormant', 'internal', 'external', 'update', 'board', 'timeline'],
  contained: ['resolve', 'external', 'update', 'worse', 'lost', 'gdpr', 'board', 'timeline'],
  lost: ['resolve', 'update', 'external', 'worse', 'board', 'timeline'],
  restored: ['close', 'external', 'update', 'worse', 'gdpr', 'board', 'timeline'],
  closed: ['report', 'timeline', 'reopen'],
  'false-alarm': ['timeline', 'reopen'],
  merged: ['timeline'],
} as const satisfies Record<IncidentState, readonly NextWord[]>;

/** Pressed by mistake they would change a lot: red, or asked for a reason by the command itself. */
const STYLE: Partial<Record<NextWord, 'primary' | 'danger'>> = {
  confirm: 'primary',
  contain: 'primary',
  resolve: 'primary',
  close: 'primary',
  worse: 'danger',
  lost: 'danger',
};

/** In a room for everybody there: who presses is asked again at the click. */
export function headButtons(file: IncidentDossier, { actor, say }: Pick<Reader, 'actor' | 'say'>): Button[] {
  const { state } = file.row;
  const mine = actor ? nextFor(state, standing(actor, file)) : (Object.keys(NEXT) as NextWord[]);
  const offered = PROMINENT[state].filter((word) => mine.includes(word) && isPossible(word, state));
  return [
    ...offered.map((word) => stepButton(word, file, say)),
    { label: say('incident.button.help'), do: 'incident-help', args: { what: file.row.id } },
  ];
}

/** `seen`: a click on a card that is no longer true is told so by the command. `card`: the answer takes its place. */
function stepButton(word: NextWord, { row }: Pick<IncidentDossier, 'row'>, say: Say): Button {
  const style = STYLE[word];
  return {
    label: keyed(say.lang, `incident.button.${word}`),
    do: `incident-${word}`,
    args: { incident: row.id, seen: row.version, card: true },
    ...(style ? { style } : {}),
  };
}
