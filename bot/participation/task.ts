/** What has to be done once an application is approved, and by whom. */
import type { ApplicationKind } from '../registration/application-kind.ts';

const TASK_KINDS = ['unblock', 'conduct', 'consent', 'publish', 'close-down'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];
export type TaskState = 'open' | 'done';
/** Only a consent can be refused. */
export type TaskAnswer = 'yes' | 'no';

/** The conduct rules (service agreement, annex 3) in short; acknowledged by everybody with rights on the channel. */
export const CONDUCT_RULES = [
  'official',
  'no-cases',
  'secrecy',
  'rights',
  'tone',
  'mistakes',
  'hours',
  'report',
] as const;

type NewTask = { kind: TaskKind; assignee: string; about: string | null };
type SettledTask = NewTask & { answer: TaskAnswer | null; state: TaskState };

/**
 * The tasks that follow an approval. Per holder: unblocking if needed (FB 11 orders it, fulfilment
 * does it), conduct rules and voluntary consent. Once: imprint and privacy link before going public. A closure leaves
 * only closing down.
 * @param done tasks of the previous version: what a holder acknowledged or agreed to is not asked again within the year
 */
export function tasksAfterApproval(
  kind: ApplicationKind,
  applicant: string,
  holders: readonly { person: string; unblock: boolean }[],
  done: readonly SettledTask[],
): NewTask[] {
  if (kind === 'closure') return [{ kind: 'close-down', assignee: applicant, about: null }];
  const settled = (kindOf: TaskKind, person: string) =>
    done.some(
      (task) =>
        task.kind === kindOf &&
        task.state === 'done' &&
        task.answer !== 'no' &&
        (task.about === person || task.assignee === person),
    );
  const perHolder = holders.flatMap(({ person, unblock }): NewTask[] => [
    ...(unblock && !settled('unblock', person)
      ? [{ kind: 'unblock', assignee: 'role:fulfilment', about: person } as const]
      : []),
    ...(settled('conduct', person) ? [] : [{ kind: 'conduct', assignee: person, about: person } as const]),
    ...(settled('consent', person) ? [] : [{ kind: 'consent', assignee: person, about: person } as const]),
  ]);
  return [...perHolder, { kind: 'publish', assignee: applicant, about: null }];
}
