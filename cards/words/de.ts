/** German, the source language: every key is declared here, split by what it is about. */
import { application } from './de/application.ts';
import { command } from './de/command.ts';
import { form } from './de/form.ts';
import { general } from './de/general.ts';
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
} as const;
