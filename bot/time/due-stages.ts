/** What can become due at all: every kind with its stages, and whether anybody reads it. */

/** Every kind with its stages in order. Of one subject's stages at most one is due: the next one takes the place of the last. */
export const STAGES = {
  /** First working day of a month, one per person. */
  digest: ['send'],
  /** January: to heads and deputies; without a receipt repeated, then escalated. */
  'january-list': ['list', 'repeat', 'escalate'],
  /** A year after the consent was given; unanswered it is asked again, then the yearly check counts as missed. */
  'consent-yearly': ['ask', 'repeat', 'missed'],
  /** Before an agency's contract ends: to whom it matters; once it is over: the leaver case of each of its people. */
  'contract-end': ['before', 'over'],
  /** Holder; holder and deputy; the body's lead and the department (registry.md 3.3). */
  'vote-deadline': ['before', 'due', 'after'],
  /**
   * Manager; head and deputy; IT-Sicherheit (registry.md 6.6). Whoever stands at an earlier step is written to again at a
   * later one: after downtime the steps before were never sent.
   */
  'leaver-reminder': ['first', 'second', 'third'],
  /** The name of a person without a task is deleted. */
  retention: ['delete'],
  /** A snoozed reminder comes back. */
  snooze: ['again'],
  /** The required notice of an incident, unread: written to again, with the deputy; the list of phone numbers. */
  'notice-unread': ['again', 'phone'],
  /** A text for the outside waits for its approval: the next one on the line is asked. */
  'approval-wait': ['next'],
  /** The same for the co-signature of data protection. */
  'co-sign-wait': ['next'],
  /** Somebody has reported an incident and nobody has confirmed it: IT security; then who leads the offices. */
  'incident-reported': ['security', 'over'],
  /** The next status update of an incident: those who write it; then those who release it as well. */
  'incident-update': ['near', 'over'],
  /** The 72 hours for the report to the supervisory authority. */
  'gdpr-clock': ['half', 'near', 'over'],
  /** The report about a closed incident. */
  'after-action': ['near', 'due', 'over'],
  /** A drill after a closed incident. */
  'drill-due': ['near', 'due'],
  /** A task of an incident whose day is over: whoever has it; then the lead as well. */
  'incident-task': ['assignee', 'lead'],
  /** A lost account, once per turn. */
  'account-lost': ['ask'],
  /** The emergency pack behind a link that is out, made anew. */
  'emergency-pack': ['make'],
  /** First working day of a month, to security: the emergency pack is to be printed. */
  'pack-card': ['send'],
} as const satisfies Record<string, readonly string[]>;

export type DueKind = keyof typeof STAGES;
export type Stage<K extends DueKind = DueKind> = (typeof STAGES)[K][number];

/** People are written to in office hours; what nobody reads is done whenever the machine is there. */
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
  // A takeover waits for no morning, and the law's clock for no Monday: its rule looks for office hours itself.
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
