/** Of two who decide on the same version one writes; what was submitted stays as it is. */
import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { applyChanges, type Change, Conflict, insert, type Row, update } from '../../../db/changes.ts';
import type { Store } from '../../../db/connect.ts';
import { applications, channels, incidentFiles, notes } from '../../../db/schema.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

const makeApplication = (overrides: Partial<Row<'applications'>> = {}): Row<'applications'> => ({
  id: 'a_1',
  kind: 'new',
  state: 'draft',
  office: 'culture',
  legalBody: 'stadt',
  applicant: 'p_1',
  formVersion: 1,
  answers: { platform: 'mastodon' },
  createdAt: NOW,
  ...overrides,
});
const makeChannel = (overrides: Partial<Row<'channels'>> = {}): Row<'channels'> => ({
  id: 'c_1',
  platform: 'mastodon',
  name: 'Kultur',
  handle: '@kultur',
  key: 'mastodon:kultur',
  office: 'culture',
  state: 'published',
  createdAt: NOW,
  changedAt: NOW,
  ...overrides,
});

/** The database's own words; drizzle wraps them. */
async function complaint(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
  return 'nothing was refused';
}

export function changesContract(store: () => Store): void {
  const apply = (...changes: Change[]) => store().db.transaction((tx) => applyChanges(tx, changes));
  const seen = { id: 'a_1', version: 0 };

  it('writes what was decided on the version that stands there, and counts it up', async () => {
    await apply(insert('applications', makeApplication()));
    await apply(update('applications', seen, { title: 'Kultur' }));
    const [row] = await store().db.select().from(applications);
    expect(row).toMatchObject({ title: 'Kultur', version: 1 });
  });

  it('refuses a decision on an older version and writes nothing of it', async () => {
    await apply(insert('applications', makeApplication()));
    await apply(update('applications', seen, { title: 'first' }));
    const late = apply(insert('channels', makeChannel()), update('applications', seen, { title: 'second' }));
    await expect(late).rejects.toBeInstanceOf(Conflict);
    expect(await store().db.select().from(channels)).toEqual([]);
    expect((await store().db.select().from(applications))[0]).toMatchObject({ title: 'first', version: 1 });
  });

  it('sets the same on many rows, each by its own version, or on none', async () => {
    const many = Array.from({ length: 1200 }, (_, n) => makeChannel({ id: `c_${n}`, key: `mastodon:${n}` }));
    await apply(...many.map((row) => insert('channels', row)));
    await apply(update('channels', { id: 'c_7', version: 0 }, { name: 'renamed' }));
    const set = { state: 'compromised' as const, changedAt: NOW };
    const all = (version: number) =>
      many.map(({ id }) => update('channels', { id, version: id === 'c_7' ? version : 0 }, set));
    await expect(apply(...all(0))).rejects.toThrow('c_7');
    const states = async () => (await store().db.select().from(channels)).map(({ state }) => state);
    expect(new Set(await states())).toEqual(new Set(['published']));
    await apply(...all(1), update('channels', { id: 'c_8', version: 1 }, { name: 'last' }));
    expect(new Set(await states())).toEqual(new Set(['compromised']));
    const rows = await store().db.select().from(channels);
    const shown = rows.filter(({ id }) => /^c_[678]$/.test(id)).map(({ id, name, version }) => [id, name, version]);
    expect(shown.sort()).toEqual([
      ['c_6', 'Kultur', 1],
      ['c_7', 'renamed', 2],
      ['c_8', 'last', 2],
    ]);
  });

  it('writes two decisions on one row one after the other, also when they set the same', async () => {
    await apply(insert('applications', makeApplication()));
    const twice = [0, 1].map((version) => update('applications', { id: 'a_1', version }, { title: 'Kultur' }));
    await apply(...twice);
    expect((await store().db.select().from(applications))[0]).toMatchObject({ title: 'Kultur', version: 2 });
  });

  it('lets one of ten win who decide at once', async () => {
    await apply(insert('applications', makeApplication()));
    const tries = Array.from({ length: 10 }, (_, n) => apply(update('applications', seen, { title: `try ${n}` })));
    const ended = await Promise.allSettled(tries);
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(reasons.every((reason) => reason instanceof Conflict)).toBe(true);
  });

  it('calls a unique key that is taken a conflict, when inserting and when updating', async () => {
    await apply(insert('channels', makeChannel()), insert('channels', makeChannel({ id: 'c_2', key: 'other' })));
    await expect(apply(insert('channels', makeChannel({ id: 'c_3' })))).rejects.toBeInstanceOf(Conflict);
    const taken = apply(update('channels', { id: 'c_2', version: 0 }, { key: 'mastodon:kultur' }));
    await expect(taken).rejects.toBeInstanceOf(Conflict);
  });

  it('freezes the document once it is submitted, but not its state', async () => {
    await apply(insert('applications', makeApplication({ state: 'head', number: 'SN-1', hash: 'h' })));
    const forge = store()
      .db.update(applications)
      .set({ answers: { platform: 'x' } })
      .where(eq(applications.id, 'a_1'));
    expect(await complaint(forge.execute())).toContain('submitted and frozen');
    await apply(update('applications', seen, { state: 'participation' }));
    expect((await store().db.select().from(applications))[0]).toMatchObject({ state: 'participation' });
  });

  it('lets a draft change', async () => {
    await apply(insert('applications', makeApplication()));
    await apply(update('applications', seen, { answers: { platform: 'x' } }));
    expect((await store().db.select().from(applications))[0]?.answers).toEqual({ platform: 'x' });
  });

  it('freezes notes, but lets a question be closed', async () => {
    const note = { id: 'n_1', application: 'a_1', kind: 'query', text: 'Wer?', by: 'p_2', at: NOW } as const;
    await apply(insert('notes', note));
    await apply(update('notes', { id: 'n_1', version: 0 }, { closedAt: NOW }));
    const forge = store().db.update(notes).set({ text: 'Was?' }).where(eq(notes.id, 'n_1'));
    expect(await complaint(forge.execute())).toContain('frozen');
  });

  it.each([
    "update incident_files set sha256 = 'b'",
    "update incident_files set name = 'x.pdf'",
    "update incident_files set type = 'text/html'",
    "update incident_files set content = 'x'",
    'update incident_files set at = now()',
    'delete from incident_files',
    'truncate incident_files',
  ])('keeps evidence as it was handed in: %s', async (statement) => {
    const stored = { state: 'stored' as const, sha256: 'a', content: Buffer.from('a'), storedAt: NOW };
    const about = { id: 'if_1', incident: 'in_1', name: 'a.png', type: 'image/png', size: 1 };
    const file = { ...about, chat: 'local' as const, by: 'p_1' };
    await apply(insert('incidentFiles', { ...file, ...stored, at: NOW }));
    expect(await complaint(store().db.execute(sql.raw(statement)))).toContain('frozen');
    const [row] = await store().db.select().from(incidentFiles);
    expect({ ...row, content: Buffer.from(row!.content!) }).toMatchObject({ ...file, ...stored, at: NOW });
    // It may go with its channel.
    await apply(update('incidentFiles', { id: 'if_1', version: 0 }, { incident: 'in_2' }));
  });
}
