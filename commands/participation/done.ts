/** Completes a task: unblocked, conduct rules acknowledged, consent given or revoked, published, closed down. */
import { z } from 'zod';
import { type Effect, post, refresh, toPerson } from '../../bot/delivery/effect.ts';
import { type Actor, bodySet, deciders } from '../../bot/organisation/permission.ts';
import { refuse } from '../../bot/refusal.ts';
import { target } from '../../bot/registration/application.ts';
import { channelAfter } from '../../bot/registry/channel.ts';
import { sayTime } from '../../cards/text.ts';
import { type Change, update } from '../../db/changes.ts';
import { openCaseOf, openCasesAbout } from '../../db/leavers/cases.ts';
import { namesOf } from '../../db/organisation/organisation.ts';
import { dossier, factsOf, type Task, taskById } from '../../db/registry/dossiers.ts';
import { type AuditNote, type Context, command, type Rule } from '../command.ts';
import { reportReturn } from '../leavers/come-back.ts';
import { reportDeparture } from '../leavers/depart.ts';
import type { Consequences } from '../leavers/departure.ts';
import { afterShutdown } from '../leavers/settle.ts';

const assigned: Rule<{ row: Task; fb11: { legalBody?: string | null } | undefined }> = {
  authority: { task: 'assignee' },
  blocker: ({ row, fb11 }, { actor }) => (isMine(row, actor, fb11) ? null : refuse('not-yours')),
};

export const done = command({
  name: 'done',
  authority: assigned,
  args: z.object({ task: z.string(), seen: z.coerce.number().int(), answer: z.enum(['yes', 'no']).optional() }),
  load: async ({ task, answer }, { tx, org, by }) => {
    const row = await taskById(tx, task);
    const file = row ? await dossier(tx, row.application) : null;
    const names = row?.doneBy ? await namesOf(tx, [row.doneBy]) : new Map<string, string>();
    const channel = file?.channel ?? null;
    return {
      row,
      file,
      names,
      heads: file ? deciders('head', factsOf(file.application), org.facts) : [],
      fb11: file ? bodySet('fb11', file.application.legalBody, org.facts) : undefined,
      cases: channel && row?.kind === 'close-down' ? await openCasesAbout(tx, channel.id) : [],
      changedMind: row && channel ? await changedMind(row, channel.id, answer, { tx, org, by }) : null,
    };
  },
  about: ({ row, file, fb11 }) => (row && file ? [{ row, fb11 }] : []),
  decide: ({ seen, answer }, { row, file, names, heads, cases, changedMind }, by) => {
    if (!row || !file) return refuse('not-found');
    const { application, channel } = file;
    const consent = row.kind === 'consent';
    if (row.version !== seen || (row.state === 'done' && !consent)) {
      const who = row.doneBy ? (names.get(row.doneBy) ?? by.say('word.deleted-person')) : '–';
      return refuse('already-done', { who, at: row.doneAt ? sayTime(by.say.lang, row.doneAt) : '–' });
    }
    if (consent && !answer) return refuse('bad-arguments');
    const changes: Change[] = [
      update('tasks', row, { state: 'done', doneBy: by.actor.person, doneAt: by.now, answer: answer ?? 'yes' }),
    ];
    const effects: Effect[] = [refresh(`task:${row.id}`)];
    const subject = `application:${application.id}`;
    const audit: AuditNote[] = [
      { action: `task-${row.kind}`, subject, data: { task: row.id, answer: answer ?? 'yes', about: row.about } },
    ];
    if (changedMind) {
      changes.push(...changedMind.changes);
      effects.push(...changedMind.effects);
      audit.push(...changedMind.audit);
    }
    // A failed renewal leaves its predecessor archived but in force, so the channel may still go public on it.
    const stillInForce = application.state === 'archived' && channel?.application === application.id;
    if (
      (row.kind === 'publish' || row.kind === 'close-down') &&
      (target(application.state, 'publish') === 'published' || stillInForce)
    ) {
      if (application.state !== 'archived') changes.push(update('applications', application, { state: 'published' }));
      const event = row.kind === 'publish' ? 'went-public' : 'closed';
      if (channel)
        changes.push(update('channels', channel, { state: channelAfter(channel.state, event), changedAt: by.now }));
      effects.push(refresh(subject));
      if (channel && row.kind === 'close-down') {
        const left = afterShutdown(cases, channel.id, by.now);
        changes.push(...left.changes);
        effects.push(...left.effects);
        audit.push(...left.audit);
      }
      if (row.kind === 'publish') {
        effects.push(
          post({ to: 'body', body: 'fb3', legalBody: application.legalBody }, 'news', subject, { event: 'published' }),
        );
      }
    }
    // Consent is voluntary. After a No the department has to find somebody else.
    if (consent && answer === 'no') {
      const own = heads.filter(({ level }) => level === 'own').map(({ person }) => person);
      for (const person of new Set([application.applicant, ...own])) {
        effects.push(post(toPerson(person), 'news', subject, { event: 'consent-no', person: row.assignee }));
      }
    }
    return {
      answer: { show: { view: 'task', subject: `task:${row.id}`, args: {} }, replace: true },
      changes,
      effects,
      audit,
    };
  },
});

/**
 * Revoking a consent gives up the rights on that channel. Consenting again, or answering the yearly question late,
 * keeps them.
 */
async function changedMind(
  task: Task,
  channel: string,
  answer: 'yes' | 'no' | undefined,
  { tx, org, by }: Pick<Context, 'tx' | 'org' | 'by'>,
): Promise<Consequences | null> {
  if (task.kind !== 'consent' || task.assignee !== by.actor.person) return null;
  const report = { person: task.assignee, source: 'consent', by: by.actor.person, channels: [channel] } as const;
  if (answer === 'yes') return reportReturn(tx, { ...report, silences: ['yearly-check'] }, by.now);
  // A No to the first question gives nothing up: the person has not begun yet.
  const gaveUp = task.state === 'done' && task.answer !== 'no';
  const wasMissed = (await openCaseOf(tx, task.assignee))?.reports['yearly-check'] !== undefined;
  if (answer !== 'no' || !(gaveUp || wasMissed)) return null;
  return reportDeparture(tx, { ...report, certainty: 'confirmed' }, org, by.now);
}

/** The task is theirs by name, or through their role or seat. FB 11 may record what fulfilment did. */
function isMine(task: Task, actor: Actor, fb11: { legalBody?: string | null } | undefined): boolean {
  if (task.assignee === actor.person) return true;
  if (task.assignee !== 'role:fulfilment') return false;
  const seated = (seat: Actor['bodies'][number]) =>
    seat.body === 'fb11' && seat.legalBody === (fb11?.legalBody ?? null);
  return actor.roles.includes('fulfilment') || (fb11 !== undefined && actor.bodies.some(seated));
}
