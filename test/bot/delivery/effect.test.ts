/** What goes before everything that waits: decided here by what it is about, so that no card has to think of it. */
import { expect, it } from 'vitest';
import {
  type Effect,
  isUrgent,
  openRooms,
  post,
  refresh,
  toPerson,
  withNormalPriority,
} from '../../../bot/delivery/effect.ts';

const about = (subject: string): Effect => post(toPerson('p_1'), 'card', subject);

it.each<[string, Effect, boolean]>([
  ['a card about an incident', about('incident:in_1'), true],
  ['one that can wait', withNormalPriority(about('incident:in_1')), false],
  ['a card about an application', about('application:a_1'), false],
  ['a digest', about('person:p_1'), false],
  ['a card about something with a similar name', about('incidental:1'), false],
  ['a room', openRooms('in_1')[0]!, true],
  ['a redraw', refresh('incident:in_1'), false],
])('%s', (_, effect, expected) => expect(isUrgent(effect)).toBe(expected));

it('leaves everything but cards as it is when it can wait', () => {
  expect(withNormalPriority(refresh('incident:in_1'))).toEqual(refresh('incident:in_1'));
});
