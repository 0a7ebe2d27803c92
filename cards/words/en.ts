/** English, complete: a key that is missing here does not compile. */
import type { de } from './de.ts';
import { application } from './en/application.ts';
import { command } from './en/command.ts';
import { form } from './en/form.ts';
import { general } from './en/general.ts';
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
} as const satisfies Record<keyof typeof de, string>;
