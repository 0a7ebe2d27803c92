/** A vote's clock in words. It uses calendar days, which stay true on a card nobody redraws. */
import type { VoteClock } from '../../../bot/participation/vote-clock.ts';
import { type Say, sayDay } from '../../../cards/text.ts';

/**
 * `Personalrat: Frist bis 21.12.2026. Schweigen gilt hier nie als Zustimmung.`
 * @param body the body's name
 */
export function sayClock(say: Say, body: string, clock: VoteClock): string {
  return `${sayTerm(say, body, clock)} ${say('clock.silence')}`;
}

function sayTerm(say: Say, body: string, clock: VoteClock): string {
  switch (clock.state) {
    case 'running':
      return say('clock.running', { body, date: sayDay(say.lang, clock.deadline) });
    case 'paused':
      return say('clock.paused', { body, date: sayDay(say.lang, clock.since), days: clock.daysLeft });
    case 'overdue':
      return say('clock.overdue', { body, date: sayDay(say.lang, clock.deadline) });
  }
}
