/** German, the source language: every key is declared here, split by topic. */

import { command } from './de/command.ts';
import { general } from './de/general.ts';
import { checklist } from './de/incident/checklist.ts';
import { incidentCommunicationWords } from './de/incident/communication.ts';
import { incident } from './de/incident/declaration.ts';
import { incidentDormant } from './de/incident/dormant.ts';
import { incidentEvidenceWords } from './de/incident/evidence.ts';
import { incidentLifecycleWords } from './de/incident/lifecycle.ts';
import { incidentRecord } from './de/incident/record.ts';
import { account } from './de/leavers/account.ts';
import { leaver } from './de/leavers/case.ts';
import { refusal } from './de/refusal.ts';
import { application } from './de/registration/application.ts';
import { form } from './de/registration/form.ts';
import { registry } from './de/registry.ts';
import { time } from './de/time.ts';

export const de = {
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
} as const;
