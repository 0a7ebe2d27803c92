import { expect, it } from 'vitest';
import { COMMANDS } from '../../commands/command-table.ts';

/** As they stand in help, menus and completions: what people have learnt to find where it is. */
const ORDER = {
  channel:
    'register, edit, list, show, renew, close, withdraw, tasks, org, help, admins show, admins add, admins remove, admins transfer, leave, leaver list, leaver show, admins link',
  incident:
    'declare, add, remove, show, list, contacts, help, confirm, false-alarm, severity, role, contain, worse, lost, resolve, lift, hand-over, break-glass, split, ask, merge, close, reopen, task, internal, update, external, data-loss, prosecutor, stop, dormant, hide, shut-down, control, evidence, board, restore, ticket, replace, drill, timeline, export, files, pack, gdpr, aware, report, connectors, connector',
} as const;

it.each(Object.entries(ORDER))('keeps the order of %s', (group, words) => {
  const typed = COMMANDS.filter((row) => row.group === group);
  expect(typed.map(({ word }) => word).join(', ')).toBe(words);
  expect(new Set(typed.map(({ rank }) => rank)).size, 'each has a rank of its own').toBe(typed.length);
});

it('gives a button to what needs nothing typed', () => {
  const bare = (group: string) => COMMANDS.filter((row) => row.group === group && row.bare).map(({ word }) => word);
  expect(bare('channel')).toEqual(['register', 'edit', 'list', 'tasks', 'org']);
  expect(bare('incident').join(' ')).toBe(
    'declare show list contacts confirm false-alarm contain worse lost resolve lift break-glass close reopen task internal stop dormant board timeline report',
  );
});
