/** `/channel tasks` and Slack's App Home: what waits for this person. */
import { z } from 'zod';
import { command } from '../command.ts';

const none = z.object({});

export const tasks = command({
  name: 'tasks',
  group: 'channel',
  aliases: ['aufgaben', 'todo'],
  rank: 80,
  bare: true,
  authority: 'known',
  summary: 'help.tasks',
  args: none,
  load: async () => null,
  decide: (_args, _facts, { actor }) => ({
    answer: { show: { view: 'tasks', subject: `person:${actor.person}`, args: {} } },
  }),
});

export const home = command({
  name: 'home',
  authority: 'known',
  args: none,
  load: async () => null,
  decide: (_args, _facts, { actor }) => ({
    answer: { show: { view: 'tasks', subject: `person:${actor.person}`, args: {} } },
  }),
});
