/** What a row says of who may, against what its decision asks. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { INCIDENT_ACTS, type IncidentAct, mayAct, type Standing } from '../../bot/incident/lifecycle.ts';
import { mayAsk } from '../../bot/organisation/permission.ts';
import { refuse } from '../../bot/refusal.ts';
import { sayIfKnown } from '../../cards/text.ts';
import { type Command, type Context, command } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/command-table.ts';
import type { Store } from '../../db/connect.ts';
import { CLERK } from '../support/acts.ts';
import { eachInCity } from '../support/each.ts';
import { incidentRows } from '../support/incident.ts';
import { makeActor } from '../support/permission.ts';
import { plain, type Stage } from '../support/stage.ts';

let store: Store;
let city: Stage;
eachInCity((...given) => {
  [store, city] = given;
});
const incidentRowsOf = COMMANDS.flatMap((row) =>
  typeof row.authority === 'object' && 'incident' in row.authority ? [{ row, act: row.authority.incident }] : [],
);
/** About a step, a file, a task or a receipt: what they need stands in the tests of their features. */
const DEEPER = [
  'incident-connect',
  'incident-connect-send',
  'incident-evidence',
  'incident-file',
  'incident-phoned',
  'incident-retry',
  'incident-skip',
  'incident-task-done',
  'incident-tick',
];

const STRANGER = 'oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt';
/** Reads every incident as the auditor, and may do nothing that is not reading. */
const READER: Standing = { roles: [], security: false, press: false, reader: true, head: false, declarer: false };

describe('the authority on a row', () => {
  it.each(COMMANDS.map((row) => [row.name, row] as const))('of %s keeps out whom it does not mean', (_, row) => {
    const nobody = row.authority === 'anyone';
    expect(mayAsk(null, row.authority)).toBe(nobody);
    const roles = typeof row.authority === 'object' && 'role' in row.authority ? [row.authority.role].flat() : [];
    for (const role of roles) expect(mayAsk(makeActor({ roles: [role] }), row.authority)).toBe(true);
    if (roles.length > 0) expect(mayAsk(makeActor({ staffOf: ['fb-41'] }), row.authority)).toBe(false);
  });

  it('refuses a role that somebody does not have, before anything is read', async () => {
    const rows = COMMANDS.filter(({ authority }) => typeof authority === 'object' && 'role' in authority);
    expect(rows.map(({ name }) => name).sort()).toEqual(
      ['incident-connectors', 'incident-drill', 'incident-pack', 'retry', 'retry-all', 'undelivered'].sort(),
    );
    for (const row of rows) {
      expect(plain(await city.as(CLERK).press(row.name, {})), row.name).toContain(no('not-allowed').slice(0, 40));
    }
  });

  it('asks of a stranger and of a reader what it says, for every act in an incident', async () => {
    const one = await incidentRows(store, city.clock.now, { number: 'V-2026-0001', places: [{ control: 'lost' }] });
    const other = await incidentRows(store, city.clock.now, { number: 'V-2026-0002' });
    const bag = {
      incident: one.id,
      what: one.id,
      place: one.places[0],
      from: one.id,
      into: other.id,
      kind: 'staff',
      stage: 'S0',
      seen: 0,
      plan: 'a'.repeat(64),
    };
    const own: Record<string, Record<string, unknown>> = {
      'incident-control': { to: 'lost' },
      'incident-explain': { seen: '' },
      'incident-restore': { seen: '' },
      'incident-second': { seen: '' },
      'incident-ticket': { text: 'V-2026-0001 4711' },
      'incident-text': { kind: 'holding', lang: 'de' },
    };
    const asked = new Set<IncidentAct>();
    for (const { row, act } of incidentRowsOf) {
      if (DEEPER.includes(row.name)) continue;
      const args = { ...bag, ...own[row.name] };
      expect(plain(await city.as(STRANGER).press(row.name, args)), row.name).toContain(no('no-incident').slice(0, 40));
      if (mayAct(act, READER)) continue;
      asked.add(act);
      const said = plain(await city.as('it-pruefung').press(row.name, args));
      expect(said, row.name).toContain(no('not-in-this-role', { number: 'V-2026-0001' }));
    }
    const stated = new Set(incidentRowsOf.map(({ act }) => act).filter((act) => !mayAct(act, READER)));
    stated.delete('hand-in');
    expect([...asked].sort()).toEqual([...stated].sort());
    expect(INCIDENT_ACTS).toEqual(expect.arrayContaining([...stated]));
  });

  it('lets nothing come out of a row whose rule was not asked', async () => {
    const row = (about: readonly string[]): Command =>
      command({
        name: 'test',
        authority: {
          authority: { application: 'applicant' },
          blocker: (subject: string) => (subject === 'mine' ? null : refuse('not-applicant')),
        },
        args: z.object({}),
        load: async () => null,
        about: () => about,
        decide: () => ({ answer: { none: true } }),
      });
    const context = { by: { actor: makeActor() } } as unknown as Context;
    expect(await row(['mine']).run({}, context)).toEqual({ answer: { none: true } });
    expect(await row(['mine', 'theirs']).run({}, context)).toMatchObject({ refuse: 'not-applicant' });
    await expect(row([]).run({}, context)).rejects.toThrow('test');
  });
});

/** What somebody reads with a no: the words of its code. */
const no = (code: 'not-allowed' | 'no-incident' | 'not-in-this-role', args: Record<string, string> = {}): string =>
  sayIfKnown('de', `refusal.${code}`, args) ?? '';
