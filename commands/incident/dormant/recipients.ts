/**
 * Whom a freeze is announced to: the incident's rooms by one board, each administrator by one card about all their
 * channels.
 */

import { type Effect, post, toPerson } from '../../../bot/delivery/effect.ts';
import type { Stage } from '../../../bot/incident/stage.ts';
import type { Choice } from './choice.ts';

/**
 * @param channels those this decision freezes further
 * @returns one board unless the rooms already have it, and one card per administrator and stage
 */
export function freezeNotices(
  stage: Stage,
  { file, administrators, posted }: Choice,
  channels: readonly string[],
): Effect[] {
  const subject = `incident:${file.row.id}`;
  const own = new Set(file.roles.map(({ person }) => person));
  const people = [...new Set(channels.flatMap((channel) => administrators.get(channel) ?? []))]
    // A drill stays among its participants.
    .filter((person) => !file.row.drill || own.has(person));
  const hasBoard = posted.some(({ view }) => view === 'incident-board');
  return [
    ...(hasBoard ? [] : [board(file.row.id, subject)]),
    ...people.map((person) => post(toPerson(person), 'incident-mine', subject, { person, stage })),
  ];
}

const board = (incident: string, subject: string): Effect => ({
  do: 'post',
  to: { to: 'incident', incident },
  card: { view: 'incident-board', subject, args: {} },
  doubt: 'again',
  under: subject,
});
