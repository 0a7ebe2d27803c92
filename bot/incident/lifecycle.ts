/**
 * The life of an incident: reported → confirmed → contained → restored → closed. This file says
 * which steps exist. What a step requires (a reason, a confirmation) is up to its command.
 */
import type { Control } from './stage.ts';

export const INCIDENT_STATES = [
  'reported',
  'confirmed',
  'contained',
  /** Control could not be regained: followed up for months. */
  'lost',
  'restored',
  'closed',
  'false-alarm',
  'merged',
] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

export const INCIDENT_EVENTS = [
  'confirm',
  'deny',
  'contain',
  'worsen',
  'lose',
  'restore',
  'close',
  'reopen',
  'merge',
] as const;
export type IncidentEvent = (typeof INCIDENT_EVENTS)[number];

const INCIDENT_TABLE = {
  reported: { confirm: 'confirmed', deny: 'false-alarm', merge: 'merged' },
  confirmed: { contain: 'contained', lose: 'lost', restore: 'restored', deny: 'false-alarm', merge: 'merged' },
  contained: { worsen: 'confirmed', lose: 'lost', restore: 'restored', merge: 'merged' },
  lost: { worsen: 'confirmed', restore: 'restored', merge: 'merged' },
  restored: { worsen: 'confirmed', close: 'closed', merge: 'merged' },
  closed: { reopen: 'confirmed' },
  // The alarm may have been right after all.
  'false-alarm': { reopen: 'confirmed' },
  // The record continues under the other number.
  merged: {},
} as const satisfies Record<IncidentState, Partial<Record<IncidentEvent, IncidentState>>>;

/** The state that follows; undefined: the event is not possible in this state. */
export function incidentAfter(state: IncidentState, event: IncidentEvent): IncidentState | undefined {
  return (INCIDENT_TABLE[state] as Partial<Record<IncidentEvent, IncidentState>>)[event];
}

/** States in which clocks run and channels are kept frozen. */
export const OPEN_STATES = [
  'reported',
  'confirmed',
  'contained',
  'lost',
  'restored',
] as const satisfies IncidentState[];
export const isOpen = (state: IncidentState): boolean => (OPEN_STATES as readonly string[]).includes(state);

/** A task with a person and a day outlives the closing, but not a false alarm. */
export const TASK_STATES = [...OPEN_STATES, 'closed'] as const satisfies readonly IncidentState[];
export const keepsTasks = (state: IncidentState): boolean => (TASK_STATES as readonly string[]).includes(state);

/** 1 is the worst: false danger, election, phishing, illegal content, two channels or more, or control lost. */
export const SEVERITIES = [1, 2, 3] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Minutes between two status updates. Our proposal: the guidance says only that minutes count. */
export const UPDATE_MINUTES = { 1: 30, 2: 60, 3: 240 } as const satisfies Record<Severity, number>;

/** Who acts in an incident; the scribe is the bot. */
export const INCIDENT_ROLES = ['lead', 'owner', 'press', 'approver', 'privacy', 'legal'] as const;
export type IncidentRole = (typeof INCIDENT_ROLES)[number];

/** What somebody is in an incident; it decides what they may do. */
export type Standing = {
  /** Roles of the person in this incident. */
  roles: readonly IncidentRole[];
  /** Has the city-wide role `security`. */
  security: boolean;
  press: boolean;
  /** `registrar` or `auditor`: reads everything, decides nothing. */
  reader: boolean;
  /** Leads the office of an affected channel, or is its deputy. */
  head: boolean;
  /** Declared it. */
  declarer: boolean;
};

export const INCIDENT_ACTS = [
  'read',
  /** Take the lead in an emergency: participants and those who answer for a channel, not mere readers or reporters. */
  'break-glass',
  /** State, severity, roles, channels, merge, reopen, close. */
  'lead',
  /** Tick off steps, record evidence, tickets. */
  'work',
  /** Hand in files that prove something. */
  'hand-in',
  'write-text',
  'approve-text',
  'co-sign',
  'publish-text',
  'notify',
  /** What only the data-protection officer decides. */
  'judge-data',
  /** Since when the city knew: set by the lead, IT security or data protection. */
  'date-awareness',
  'export',
] as const;
export type IncidentAct = (typeof INCIDENT_ACTS)[number];

/** The steps of a text for the outside; its authors never approve or co-sign it. */
export type TextAct = 'read' | 'write' | 'approve' | 'co-sign' | 'return' | 'publish' | 'withdraw';

const plays = (standing: Standing, ...roles: IncidentRole[]) => roles.some((role) => standing.roles.includes(role));

const ACTS = {
  read: (s) => s.roles.length > 0 || s.security || s.press || s.reader || s.head || s.declarer,
  'break-glass': (s) => s.roles.length > 0 || s.security || s.head,
  lead: (s) => s.security || plays(s, 'lead'),
  work: (s) => s.security || plays(s, 'lead', 'owner'),
  'hand-in': (s) => s.roles.length > 0 || s.security || s.press || s.head || s.declarer,
  'write-text': (s) => s.press || plays(s, 'press', 'lead'),
  'approve-text': (s) => plays(s, 'approver'),
  'co-sign': (s) => plays(s, 'privacy', 'legal'),
  'publish-text': (s) => s.press || plays(s, 'press'),
  notify: (s) => s.security || plays(s, 'lead', 'press'),
  'judge-data': (s) => plays(s, 'privacy'),
  'date-awareness': (s) => s.security || plays(s, 'lead', 'privacy'),
  export: (s) => s.security || s.reader || plays(s, 'lead'),
} as const satisfies Record<IncidentAct, (standing: Standing) => boolean>;

/** Whether somebody with this standing may do it; checked at every click. */
export const mayAct = (act: IncidentAct, standing: Standing): boolean => ACTS[act](standing);

/** `V-2026-0001`; the number of a drill begins with Ü, so that nobody confuses them. */
export const incidentNumber = (year: number, counter: number, drill: boolean): string =>
  `${drill ? 'Ü' : 'V'}-${year}-${String(counter).padStart(4, '0')}`;

/**
 * The severity that a first report suggests, until the lead sets another.
 * @param exposed a login lacks a second factor, or somebody left whose rights are not proven removed: an intruder may
 *   get into other channels as well (the SEC's account in 2024 had its second factor switched off, and nobody noticed)
 */
export const proposedSeverity = (channels: number, control: Control, exposed = false): Severity =>
  channels > 1 || control === 'lost' || exposed ? 1 : 2;
