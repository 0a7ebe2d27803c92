/** What each kind of due needs to know before its day can be calculated. */

import type { Severity } from '../incident/lifecycle.ts';
import type { VoteTime } from '../participation/vote-clock.ts';
import type { Day } from './calendar.ts';
import type { DueKind, STAGES } from './due-stages.ts';

/** When each reminder of the report to the authority last fired. */
type Rung = Partial<Record<(typeof STAGES)['gdpr-clock'][number], Date>>;

/** `id` names the text, when somebody was last asked, and who is next. `minutes`: how long each of them has. */
export type TextWait = { id: string; askedAt: Date; minutes: number; severity: Severity };

/** What each kind needs to know. `id`: whatever can have it once, such as a person, an office, a vote, a case. */
export type Facts = {
  /** `since`: when this person or this installation was added; nothing before is caught up. */
  digest: { id: string; since: Date };
  /** `sentAt`: when the list last went out. Not a subject once everything is confirmed. */
  'january-list': { id: string; since: Date; sentAt: Date | null };
  /** `askedAt`: when this person was last asked. Not a subject once the consent is revoked or the person is gone. */
  'consent-yearly': { id: string; givenAt: Date; askedAt: Date | null };
  /** One of the agency's people, and the last day of the contract. */
  'contract-end': { id: string; endsOn: Day };
  /** An open vote. */
  'vote-deadline': { id: string } & VoteTime;
  /** An open leaver case. */
  'leaver-reminder': { id: string; openedAt: Date };
  /** A person without a task; `days` as the city has set it. */
  retention: { id: string; taskEndedAt: Date; days: number };
  /** `id` names the reminder and who snoozed it. */
  snooze: { id: string; until: Day };
  /** A notice and the people it was sent to at one moment; `id` names both. */
  'notice-unread': { id: string; sentAt: Date; severity: Severity };
  'approval-wait': TextWait;
  'co-sign-wait': TextWait;
  'incident-reported': { id: string; declaredAt: Date };
  /** `id` names the incident and the last update. */
  'incident-update': { id: string; since: Date; severity: Severity };
  /**
   * `id` names the incident and the moment of awareness, which may be corrected. `rung`: when each stage last fired.
   */
  'gdpr-clock': { id: string; awareAt: Date; severity: Severity; rung: Rung };
  /** A closed incident whose report has not been written. */
  'after-action': { id: string; closedAt: Date };
  /** A closed incident without a drill since. */
  'drill-due': { id: string; closedAt: Date };
  /** A task of an incident and its last day. Not a subject once it is done or the incident was a false alarm. */
  'incident-task': { id: string; dueOn: Day };
  'account-lost': { id: string; lostAt: Date };
  /** `id`: a link to the emergency pack. `madeAt`: when that pack was made. */
  'emergency-pack': { id: string; madeAt: Date };
  /** As for the digest. */
  'pack-card': { id: string; since: Date };
};
/** Something that may become due. A union over the kinds. */
export type Subject<K extends DueKind = DueKind> = { [P in K]: { kind: P } & Facts[P] }[K];
