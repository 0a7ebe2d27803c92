/** The page of all commands and buttons with who may use them (`docs/commands.md`), read from the command table. */
import { INCIDENT_ACTS, INCIDENT_ROLES, mayAct, type Standing } from '../bot/incident/lifecycle.ts';
import type { Authority } from '../bot/organisation/permission.ts';
import { sayIfKnown } from '../cards/text.ts';
import { COMMANDS } from '../commands/command-table.ts';
import { isTyped, spelled, usageOf } from '../commands/spelling.ts';

const WHO = {
  anyone: 'anyone, known or not',
  account: 'any account of the own workspace or tenant',
  known: 'anyone the registry knows; what they see depends on who they are',
  staff: 'staff, head or deputy of an office',
} as const satisfies Record<Extract<Authority, string>, string>;

/** `{ incident: 'lead', or: 'administrator' }` → "incident: lead, or administrator" */
function whoMay(authority: Authority): string {
  if (typeof authority === 'string') return WHO[authority];
  return Object.entries(authority)
    .map(([key, value]) => (key === 'or' ? `or ${value}` : `${key}: ${[value].flat().join(' / ')}`))
    .join(', ');
}

/** @param rows cells as plain text. @returns a Markdown table whose columns are as wide as their longest cell */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n');
}

const NOBODY: Standing = { roles: [], security: false, press: false, reader: false, head: false, declarer: false };

/** Everybody who can have a part in an incident, by the source of that part. */
const PARTS: readonly [name: string, standing: Standing][] = [
  ['security', { ...NOBODY, security: true }],
  ...INCIDENT_ROLES.map((role): [string, Standing] => [role, { ...NOBODY, roles: [role] }]),
  ['press office', { ...NOBODY, press: true }],
  ['head', { ...NOBODY, head: true }],
  ['reporter', { ...NOBODY, declarer: true }],
  ['registrar, auditor', { ...NOBODY, reader: true }],
];

const code = (text: string): string => `\`${text}\``;

/** @returns the page as Markdown, identical for the same table */
export function commandPage(): string {
  const typed = COMMANDS.filter(isTyped);
  const pressed = COMMANDS.filter((row) => !isTyped(row)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return `# Commands

Generated from the command table: \`UPDATE_GOLDEN=1 npx vitest run test/manifest\` writes this page.

## Typed

${table(
  ['English', 'German', 'what it does', 'who may'],
  typed.map((row) => [
    code(usageOf(row, 'en')),
    code(`/${spelled(row, 'de')}`),
    (sayIfKnown('en', row.summary) ?? '').replaceAll('\n', ' '),
    whoMay(row.authority),
  ]),
)}

## Pressed

${table(
  ['button', 'who may'],
  pressed.map((row) => [code(row.name), whoMay(row.authority)]),
)}

## In an incident

Who may take which act, by what gives them a part. Several parts add up.

${table(
  ['act', ...PARTS.map(([name]) => name)],
  INCIDENT_ACTS.map((act) => [code(act), ...PARTS.map(([, standing]) => (mayAct(act, standing) ? 'yes' : '–'))]),
)}
`;
}
