/** Records that somebody has read the notice or was reached by phone. */
import { z } from 'zod';
import type { Effect } from '../../../bot/delivery/effect.ts';
import { refuse } from '../../../bot/refusal.ts';
import { sayTime } from '../../../cards/text.ts';
import { update } from '../../../db/changes.ts';
import type { Tx } from '../../../db/connect.ts';
import { holdPosts, messagesAbout } from '../../../db/delivery/outbox.ts';
import { receiptById, receiptId } from '../../../db/incident/communication.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { command, type Rule } from '../../command.ts';
import { incidentDossier, inIncident, nameIn } from '../dossier.ts';
import { entry } from '../timeline-entry.ts';

/** The cards that show everybody's receipts. */
const SHOWING = ['incident', 'incident-internal', 'incident-phone'];

/** Those cards and the reader's own copies; the copies of forty other people do not change. */
async function redraws(tx: Tx, incident: string, person: string): Promise<Effect[]> {
  const subject = `incident:${incident}`;
  await holdPosts(tx, subject);
  const copies = await messagesAbout(tx, subject);
  const own = (copy: (typeof copies)[number]) => copy.view === 'incident-notice' && copy.person === person;
  return copies
    .filter((copy) => SHOWING.includes(copy.view) || own(copy))
    .map(({ id }) => ({ do: 'redraw', message: id }));
}

/** The receipt is looked up by the actor, so a missing one is not theirs. */
const recipient: Rule<{ person: string }> = {
  authority: { notice: 'recipient' },
  blocker: ({ person }, { actor }) => (person === actor.person ? null : refuse('not-yours')),
};

export const read = command({
  name: 'incident-read',
  authority: recipient,
  args: z.object({ notice: z.string() }),
  load: async ({ notice }, { tx, by }) => {
    const receipt = await receiptById(tx, receiptId(notice, by.actor.person));
    return receipt ? { receipt, effects: await redraws(tx, receipt.incident, receipt.person) } : null;
  },
  about: (loaded) => (loaded ? [loaded.receipt] : []),
  decide: (_args, loaded, by) => {
    if (!loaded) return refuse('not-yours');
    const { receipt, effects } = loaded;
    const { incident, notice } = receipt;
    if (receipt.readAt) return refuse('already-done', { who: by.actor.name, at: sayTime(by.say.lang, receipt.readAt) });
    const line = entry({
      incident,
      kind: 'notice-read',
      by: by.actor.person,
      now: by.now,
      chat: by.chat,
      data: { notice },
    });
    return {
      answer: { show: { view: 'incident-notice', subject: `incident:${incident}`, args: { notice } }, replace: true },
      changes: [update('incidentReceipts', receipt, { readAt: by.now }), ...line.changes],
      effects,
      audit: line.audit,
    };
  },
});

export const phoned = command({
  name: 'incident-phoned',
  authority: inIncident('notify'),
  args: z.object({ notice: z.string(), person: z.string() }),
  load: async ({ notice, person }, { tx }) => {
    const receipt = await receiptById(tx, receiptId(notice, person));
    const file = receipt ? await incidentDossier(tx, receipt.incident) : null;
    if (!receipt || !file) return null;
    const names = await namesOf(tx, [receipt.person, ...(receipt.phonedBy ? [receipt.phonedBy] : [])]);
    return { receipt, file, names, effects: await redraws(tx, receipt.incident, receipt.person) };
  },
  about: (loaded) => (loaded ? [loaded.file] : []),
  decide: (_args, loaded, by) => {
    if (!loaded) return refuse('not-found');
    const { receipt, names, effects } = loaded;
    const { incident, notice, person } = receipt;
    const done = receipt.readAt ?? receipt.phonedAt;
    if (done) {
      const who = nameIn(names, receipt.readAt ? person : (receipt.phonedBy ?? ''), by);
      return refuse('already-done', { who, at: sayTime(by.say.lang, done) });
    }
    const line = entry({
      incident,
      kind: 'notice-phoned',
      by: by.actor.person,
      now: by.now,
      chat: by.chat,
      data: { notice, p_reached: person },
    });
    return {
      answer: { show: { view: 'incident-phone', subject: `incident:${incident}`, args: { notice } }, replace: true },
      changes: [update('incidentReceipts', receipt, { phonedBy: by.actor.person, phonedAt: by.now }), ...line.changes],
      effects,
      audit: line.audit,
    };
  },
});
