/** English, complete: a key that is missing here does not compile. */
import type { de } from './de.ts';
import { account } from './en/account.ts';
import { application } from './en/application.ts';
import { checklist } from './en/checklist.ts';
import { command } from './en/command.ts';
import { form } from './en/form.ts';
import { general } from './en/general.ts';
import { incident } from './en/incident.ts';
import { incidentCourse } from './en/incident-course.ts';
import { incidentDormant } from './en/incident-dormant.ts';
import { incidentRecord } from './en/incident-record.ts';
import { incidentTold } from './en/incident-told.ts';
import { incidentVault } from './en/incident-vault.ts';
import { leaver } from './en/leaver.ts';
import { refusal } from './en/refusal.ts';
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
  ...incidentTold,
  ...incidentCourse,
  ...incidentDormant,
  ...checklist,
  ...incidentRecord,
  ...incidentVault,
} as const satisfies Record<keyof typeof de, string>;
