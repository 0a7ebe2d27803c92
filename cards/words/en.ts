/** English, complete: a missing key does not compile. */
import type { de } from './de.ts';
import { command } from './en/command.ts';
import { general } from './en/general.ts';
import { checklist } from './en/incident/checklist.ts';
import { incidentCommunicationWords } from './en/incident/communication.ts';
import { incident } from './en/incident/declaration.ts';
import { incidentDormant } from './en/incident/dormant.ts';
import { incidentEvidenceWords } from './en/incident/evidence.ts';
import { incidentLifecycleWords } from './en/incident/lifecycle.ts';
import { incidentRecord } from './en/incident/record.ts';
import { account } from './en/leavers/account.ts';
import { leaver } from './en/leavers/case.ts';
import { refusal } from './en/refusal.ts';
import { application } from './en/registration/application.ts';
import { form } from './en/registration/form.ts';
import { registry } from './en/registry.ts';
import { time } from './en/time.ts';

export const en = {
  ...general,
  ...form,
  ...application,
  ...registry,
  ...command,
  ...refusal,
  ...time,
  ...leaver,
  ...account,
  ...incident,
  ...incidentCommunicationWords,
  ...incidentLifecycleWords,
  ...incidentDormant,
  ...checklist,
  ...incidentRecord,
  ...incidentEvidenceWords,
} as const satisfies Record<keyof typeof de, string>;
