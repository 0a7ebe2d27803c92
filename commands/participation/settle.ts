/**
 * What a changed vote, weighing or question leads to: the next bodies are asked, or the application is decided and its
 * tasks begin.
 */

import { type Effect, post, refresh, toPerson } from '../../bot/delivery/effect.ts';
import { isStanding } from '../../bot/participation/body.ts';
import type { Slot } from '../../bot/participation/slot.ts';
import { tasksAfterApproval } from '../../bot/participation/task.ts';
import { type ApplicationState, settle, toOpen } from '../../bot/registration/application.ts';
import { type ChannelState, channelAfter } from '../../bot/registry/channel.ts';
import { ADMINISTRATOR_ROLES, holdersOf } from '../../cards/registration/registration-form.ts';
import { type Change, insert, update } from '../../db/changes.ts';
import { newId } from '../../db/ids.ts';
import { openCasesAbout } from '../../db/leavers/cases.ts';
import { type Dossier, dossier, type Task, tasksOf, type Vote } from '../../db/registry/dossiers.ts';
import type { AuditNote, Context } from '../command.ts';
import { approvalOf, type Named } from '../leavers/departed.ts';
import { afterApproval, type Part } from '../leavers/settle.ts';
import { platformIn } from '../registration/draft.ts';
import { asSlot } from '../registration/views/application-buttons.ts';

type SettleFacts = { file: Dossier; earlierTasks: Task[]; ids: string[]; leavers: Part[]; named: Named };

/** Reads what `settled` needs. Draws the tasks' ids here, so that deciding stays pure. */
export async function settleFacts(
  { tx, org, by }: Pick<Context, 'tx' | 'org' | 'by'>,
  id: string,
): Promise<SettleFacts | null> {
  const file = await dossier(tx, id);
  if (!file) return null;
  const { application } = file;
  const earlier = file.versions.filter(({ revision }) => revision < application.revision);
  const earlierTasks = await tasksOf(
    tx,
    earlier.map((version) => version.id),
  );
  const count = holdersOf(application.answers).length * 3 + 1;
  const leavers = application.channel ? await openCasesAbout(tx, application.channel) : [];
  const named = await approvalOf(tx, application, file.channel, org, by.now);
  return { file, earlierTasks, ids: Array.from({ length: count }, () => newId('task')), leavers, named };
}

type Consequences = { changes: Change[]; effects: Effect[]; audit: AuditNote[]; state: ApplicationState };

/**
 * @param changed the vote row as it will be after this decision, if one changes
 * @param openQuestions how many questions will be open
 */
export function settled(facts: SettleFacts, changed: Vote | undefined, openQuestions: number, now: Date): Consequences {
  const { application, votes, channel } = facts.file;
  const kind = application.kind;
  const subject = `application:${application.id}`;
  const after = votes.map((vote) => (vote.id === changed?.id ? changed : vote));
  const slots: (Slot & { opened: boolean })[] = after.map((vote) => ({
    ...asSlot(vote),
    opened: vote.openedAt !== null,
  }));
  const state = settle(kind, slots, openQuestions);
  const changes: Change[] = [];
  const effects: Effect[] = [refresh(subject)];
  const audit: AuditNote[] = [];

  if (state !== 'rejected') {
    // The head is asked on submission.
    for (const body of toOpen(kind, slots).filter(isStanding)) {
      const vote = votes.find((candidate) => candidate.body === body)!;
      changes.push(update('votes', vote, { openedAt: now }));
      effects.push(post({ to: 'body', body, legalBody: application.legalBody }, 'application', subject, { as: body }));
      audit.push({ action: 'asked', subject, data: { body } });
    }
  }
  const ended = state === 'rejected' ? { endedAt: now } : state === 'approved' ? { decidedAt: now } : {};
  changes.push(update('applications', application, { state, ...ended }));
  if (state !== application.state) audit.push({ action: `state-${state}`, subject });

  if (state === 'rejected') {
    effects.push(post(toPerson(application.applicant), 'news', subject, { event: 'rejected', body: 'head' }));
    if (channel) changes.push(update('channels', channel, { state: dropped(channel.state), changedAt: now }));
  }
  if (state === 'approved') {
    const { after: forNamed, left: absent, applicant } = facts.named;
    const holders = holdersOf(application.answers).filter(({ person }) => !absent.includes(person));
    const done = facts.earlierTasks.filter((task) => stillHolds(task, now));
    const tasks = tasksAfterApproval(kind, applicant, holders, done);
    tasks.forEach((task, index) => {
      const id = facts.ids[index]!;
      changes.push(
        insert('tasks', { id, application: application.id, channel: channel?.id ?? null, createdAt: now, ...task }),
      );
      for (const to of recipientsOf(task.assignee, application.legalBody)) effects.push(post(to, 'task', `task:${id}`));
    });
    effects.push(post(toPerson(application.applicant), 'news', subject, { event: 'approved' }));
    if (kind === 'closure') {
      for (const body of ['privacy', 'security', 'fb11', 'council'] as const) {
        effects.push(
          post({ to: 'body', body, legalBody: application.legalBody }, 'news', subject, { event: 'informed' }),
        );
      }
    }
    if (channel) changes.push(update('channels', channel, { ...registered(facts), changedAt: now }));
    const left = afterApproval(facts.leavers, application, now);
    changes.push(...left.changes, ...forNamed.changes);
    effects.push(...left.effects, ...forNamed.effects);
    audit.push(...left.audit, ...forNamed.audit);
  }
  return { changes, effects, audit, state };
}

/** The registry takes name, address and number of administrators from the approved version. */
function registered({ file: { application, channel } }: SettleFacts) {
  const { answers, kind, id, key } = application;
  if (kind === 'closure') return { application: id };
  const administrators = holdersOf(answers).filter(({ role }) =>
    (ADMINISTRATOR_ROLES as readonly string[]).includes(role),
  ).length;
  return {
    application: id,
    office: application.office,
    administrators,
    state: channelAfter(channel!.state, 'approved'),
    name: String(answers.name ?? channel!.name),
    handle: String(answers.handle ?? channel!.handle),
    platform: platformIn(answers) ?? channel!.platform,
    url: typeof answers.url === 'string' ? answers.url : channel!.url,
    key: key ?? channel!.key,
  };
}

const YEAR = 365 * 24 * 60 * 60 * 1000;

/** Whether an agreement from an earlier version still holds. Consent is asked for again after a year. */
const stillHolds = ({ kind, doneAt }: Task, now: Date): boolean =>
  kind !== 'consent' || (doneAt !== null && now.getTime() - doneAt.getTime() < YEAR);

/** A planned channel is dropped when its application fails; a running one stays as it is. */
export const dropped = (state: ChannelState): ChannelState => channelAfter(state, 'dropped');

/** FB 11 orders the unblocking and fulfilment does it, so both get the card. */
function recipientsOf(assignee: string, legalBody: string) {
  if (assignee === 'role:fulfilment') {
    return [{ to: 'role', role: 'fulfilment' } as const, { to: 'body', body: 'fb11', legalBody } as const];
  }
  return [toPerson(assignee)];
}
