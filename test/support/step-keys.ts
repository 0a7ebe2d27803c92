/** The keys of all checklists. */

import type { Checklist } from '../../bot/incident/checklist/step.ts';
import { CHECKLISTS } from '../../bot/incident/checklist.ts';

/** Every key that exists. Each needs its texts. */
export const STEP_KEYS: readonly string[] = [
  ...new Set(
    Object.values(CHECKLISTS).flatMap((list: Checklist) =>
      Object.values(list).flatMap((rows) => rows.map(({ key }) => key)),
    ),
  ),
];
