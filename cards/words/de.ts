/** German, the source language: every key is declared here, split by what it is about. */
import { account } from './de/account.ts';
import { application } from './de/application.ts';
import { checklist } from './de/checklist.ts';
import { command } from './de/command.ts';
import { form } from './de/form.ts';
import { general } from './de/general.ts';
import { incident } from './de/incident.ts';
import { incidentCourse } from './de/incident-course.ts';
import { incidentDormant } from './de/incident-dormant.ts';
import { incidentRecord } from './de/incident-record.ts';
import { incidentTold } from './de/incident-told.ts';
import { incidentVault } from './de/incident-vault.ts';
import { leaver } from './de/leaver.ts';
import { refusal } from './de/refusal.ts';
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
  ...incidentTold,
  ...incidentCourse,
  ...incidentDormant,
  ...checklist,
  ...incidentRecord,
  ...incidentVault,
} as const;
