/** A dossier comes in one statement, as JSON; what is in it is what the tables hold, dates and texts included. */
import { asc, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Store, Tx } from '../../../db/connect.ts';
import { type Application, dossier } from '../../../db/registry/dossiers.ts';
import { applications, attachments, channels, notes, tasks, votes } from '../../../db/schema.ts';

const AT = new Date('2026-03-29T01:59:59.123Z');
const LATER = new Date('2026-10-25T01:30:00.456Z');

function version(id: string, revision: number, more: Partial<Application> = {}): typeof applications.$inferInsert {
  return {
    ...{ id, revision, root: 'SN-2026-0001', number: `SN-2026-0001-v${revision}`, kind: 'renewal' as const },
    ...{ state: 'participation' as const, office: 'o', legalBody: 'stadt', applicant: 'p', formVersion: 1 },
    // Texts that look like JSON stay texts.
    ...{ answers: { name: '123', note: 'null', list: ['true'], nothing: null }, channel: 'c_1', createdAt: AT },
    ...more,
  };
}

export function dossierContract(store: () => Store): void {
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => store().db.transaction((tx) => work(tx as Tx));

  it('holds what the tables hold: the version asked for, the one before, and all of the chain', async () => {
    await inTx(async (tx) => {
      await tx
        .insert(applications)
        .values([
          version('a_3', 3, { state: 'draft', number: null, predecessor: 'a_2' }),
          version('a_1', 1, { state: 'published', submittedAt: AT, decidedAt: LATER }),
          version('a_2', 2, { predecessor: 'a_1', submittedAt: LATER, place: { page: 2, question: 'x' } }),
          version('other', 1, { root: null, number: null }),
        ]);
      const vote = (id: string, application: string) => ({ id, application, body: 'fb3' as const, at: LATER });
      await tx
        .insert(votes)
        .values([vote('v_1', 'a_1'), { ...vote('v_2', 'a_2'), reason: '"{}' }, vote('v_3', 'other')]);
      const note = { application: 'a_2', kind: 'query' as const, text: '[1]\n\\', by: 'p' };
      await tx.insert(notes).values([
        { ...note, id: 'n_2', at: LATER },
        { ...note, id: 'n_1', at: AT, closedAt: LATER },
      ]);
      const file = {
        application: 'a_2',
        name: 'f',
        type: 'image/png',
        size: 3,
        state: 'stored' as const,
        by: 'p',
        at: AT,
      };
      await tx.insert(attachments).values({ ...file, id: 'f_1', content: new Uint8Array([0, 255, 7]) });
      const task = { application: 'a_2', kind: 'publish' as const, assignee: 'p', createdAt: AT };
      await tx.insert(tasks).values([
        { ...task, id: 't_2', dueAt: LATER },
        { ...task, id: 't_1' },
      ]);
      const channel = { platform: 'x' as const, name: 'C', handle: 'c', office: 'o', state: 'planned' as const };
      await tx.insert(channels).values({ ...channel, id: 'c_1', createdAt: AT, changedAt: LATER });
    });

    const file = await inTx((tx) => dossier(tx, 'a_2'));
    const { db } = store();
    const all = await db
      .select()
      .from(applications)
      .where(eq(applications.root, 'SN-2026-0001'))
      .orderBy(asc(applications.revision));
    const { content: _bytes, ...attachment } = (await db.select().from(attachments))[0]!;
    expect(file).toEqual({
      application: all[1],
      predecessor: all[0],
      versions: all,
      votes: await db.select().from(votes).where(eq(votes.id, 'v_2')),
      earlierVotes: await db.select().from(votes).where(eq(votes.id, 'v_1')),
      notes: await db.select().from(notes).orderBy(asc(notes.at)),
      attachments: [attachment],
      tasks: await db.select().from(tasks).orderBy(asc(tasks.id)),
      channel: (await db.select().from(channels))[0],
    });
  });

  it('of an application without chain, channel or predecessor is only itself', async () => {
    await inTx((tx) => tx.insert(applications).values(version('lone', 1, { root: null, number: null, channel: null })));
    expect(await inTx((tx) => dossier(tx, 'lone'))).toMatchObject({
      ...{ predecessor: null, earlierVotes: [], versions: [], votes: [], notes: [], attachments: [], tasks: [] },
      channel: null,
    });
    expect(await inTx((tx) => dossier(tx, 'nothing'))).toBeNull();
  });
}
