/** The page of all commands says what the table says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../commands/command-table.ts';
import { commandPage } from '../../manifest/command-page.ts';

const PAGE = new URL('../../docs/commands.md', import.meta.url);

it('is generated from the table; UPDATE_GOLDEN=1 writes it anew', () => {
  if (process.env.UPDATE_GOLDEN === '1' && process.env.CI !== 'true') writeFileSync(PAGE, commandPage());
  expect(readFileSync(PAGE, 'utf8')).toBe(commandPage());
});

it('names every row once, with who may', () => {
  const page = commandPage();
  for (const { name, group } of COMMANDS) if (!group) expect(page.split(`\n| \`${name}\` `).length, name).toBe(2);
  expect(page).not.toContain('undefined');
  expect(page).toMatch(/\| `\/channel help` +\| `\/kanal hilfe` +\|.*\| anyone, known or not +\|/);
  expect(page).toMatch(/\| `judge-data` +\|/);
});
