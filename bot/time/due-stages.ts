/** Everything that can become due: each kind with its stages, and whether anybody reads it. */

/** Every kind with its stages in order. At most one stage of a subject is due: the next one replaces the last. */
export const STAGES = {
  /** First working day of a month, one per person. */
  digest: ['send'],
  /** January: to heads and deputies; without a receipt sent again, then escalated. */
  'january-list': ['list', 'repeat', 'escalate'],
  /** Asked a year after the consent was given; if unanswered, asked again, then counted as missed. */
  'consent-yearly': ['ask', 'repeat', 'missed'],
  /** Before an agency's contract ends: a message to those concerned. After it: a leaver case for each of its people. */
  'contract-end': ['before', 'over'],
  /** Reminded are: the holder; holder and deputy; the body's lead and the department. */
  'vote-deadline': ['before', 'due', 'after'],
  /**
   * Reminded are: the manager; head and deputy; IT-Sicherheit. A later stage writes to those of the
   * earlier ones again: after downtime the earlier stages were never sent.
   */
  'leaver-reminder': ['first', 'second', 'third'],
  /** The name of a person without a task is deleted. */
  retention: ['delete'],
  /** A snoozed reminder is sent again. */
  snooze: ['again'],
  /** The required notice of an incident is unread: sent again, also to the deputy; then the list of phone numbers. */
  'notice-unread': ['again', 'phone'],
  /** A text for the outside waits for approval: the next person on the line is asked. */
  'approval-wait': ['next'],
  /** The same for data protection's co-signature. */
  'co-sign-wait': ['next'],
  /** A reported incident that nobody has confirmed: to IT security; then to the heads of the offices. */
  'incident-reported': ['security', 'over'],
  /** The next status update of an incident: to its writers; then also to those who release it. */
  'incident-update': ['near', 'over'],
  /** The 72 hours for the report to the supervisory authority. */
  'gdpr-clock': ['half', 'near', 'over'],
  /** The report about a closed incident. */
  'after-action': ['near', 'due', 'over'],
  /** A drill after a closed incident. */
  'drill-due': ['near', 'due'],
  /** The day of an incident's task is over: to the assignee; then also to the lead. */
  'incident-task': ['assignee', 'lead'],
  /** The question about a lost account, once per turn. */
  'account-lost': ['ask'],
  /** The emergency pack behind a valid link is made again. */
  'emergency-pack': ['make'],
  /** First working day of a month, to security: print the emergency pack. */
  'pack-card': ['send'],
} as const satisfies Record<string, readonly string[]>;

export type DueKind = keyof typeof STAGES;
export type Stage<K extends DueKind = DueKind> = (typeof STAGES)[K][number];

/** Whether a kind waits for office hours: messages to people do, work that nobody reads does not. */
export const QUIET = {
  digest: true,
  'january-list': true,
  'consent-yearly': true,
  'contract-end': true,
  'vote-deadline': true,
  'leaver-reminder': true,
  retention: false,
  snooze: true,
  'notice-unread': true,
  'approval-wait': true,
  'co-sign-wait': true,
  // Neither a takeover nor a legal deadline can wait; the rule of `gdpr-clock` picks office hours itself.
  'incident-reported': false,
  'incident-update': true,
  'gdpr-clock': false,
  'after-action': true,
  'drill-due': true,
  'incident-task': true,
  'account-lost': true,
  'emergency-pack': false,
  'pack-card': true,
} as const satisfies Record<DueKind, boolean>;
