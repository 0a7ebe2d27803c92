/** The buttons of an incident's head card: the few steps that matter in its state. The help lists the rest. */
import type { IncidentState } from '../../../bot/incident/lifecycle.ts';
import { isPossible, NEXT, type NextWord, nextFor } from '../../../bot/incident/next-steps.ts';
import type { Button } from '../../../cards/node.ts';
import type { Say } from '../../../cards/text.ts';
import { keyed } from '../../keyed.ts';
import type { Reader } from '../../view.ts';
import { type IncidentDossier, standing } from '../dossier.ts';

/** In drawing order; the first is the usual next step. */
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

/** Red marks steps that change a lot. Their commands also ask for a reason. */
const STYLE: Partial<Record<NextWord, 'primary' | 'danger'>> = {
  confirm: 'primary',
  contain: 'primary',
  resolve: 'primary',
  close: 'primary',
  worse: 'danger',
  lost: 'danger',
};

/** A room's card shows all buttons; the click checks who may. */
export function headButtons(file: IncidentDossier, { actor, say }: Pick<Reader, 'actor' | 'say'>): Button[] {
  const { state } = file.row;
  const mine = actor ? nextFor(state, standing(actor, file)) : (Object.keys(NEXT) as NextWord[]);
  const offered = PROMINENT[state].filter((word) => mine.includes(word) && isPossible(word, state));
  return [
    ...offered.map((word) => stepButton(word, file, say)),
    { label: say('incident.button.help'), do: 'incident-help', args: { what: file.row.id } },
  ];
}

/**
 * The commands check the incident's state, so they refuse a click on an outdated card. `card`: the answer replaces the
 * card.
 */
function stepButton(word: NextWord, { row }: Pick<IncidentDossier, 'row'>, say: Say): Button {
  const style = STYLE[word];
  return {
    label: keyed(say.lang, `incident.button.${word}`),
    do: `incident-${word}`,
    args: { incident: row.id, seen: row.version, card: true },
    ...(style ? { style } : {}),
  };
}
