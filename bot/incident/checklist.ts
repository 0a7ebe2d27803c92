/** Which steps freeze a channel on its platform, stage by stage, and which restore it; the rows are in `checklist/`. */

import type { Platform } from '../platform/platform.ts';
import { bluesky } from './checklist/bluesky.ts';
import { facebook } from './checklist/facebook.ts';
import { flickr } from './checklist/flickr.ts';
import { generic } from './checklist/generic.ts';
import { instagram } from './checklist/instagram.ts';
import { linkedin } from './checklist/linkedin.ts';
import { mastodon } from './checklist/mastodon.ts';
import type { Checklist, ChecklistStage, Needs, StepRow } from './checklist/step.ts';
import { threads } from './checklist/threads.ts';
import { tiktok } from './checklist/tiktok.ts';
import { whatsapp } from './checklist/whatsapp.ts';
import { wordpress } from './checklist/wordpress.ts';
import { x } from './checklist/x.ts';
import { xing } from './checklist/xing.ts';
import { youtube } from './checklist/youtube.ts';
import type { Control } from './stage.ts';

export type { ChecklistStage, Evidence, StepRow } from './checklist/step.ts';

export const CHECKLISTS = {
  facebook,
  instagram,
  x,
  youtube,
  linkedin,
  xing,
  mastodon,
  wordpress,
  tiktok,
  threads,
  bluesky,
  flickr,
  whatsapp,
  wiki: generic,
  forum: generic,
  other: generic,
} as const satisfies Record<Platform, Checklist>;

/** The rows of a platform; a platform that this version does not know gets the generic list. */
const rowsOf = (platform: string): Checklist => (CHECKLISTS as Record<string, Checklist>)[platform] ?? generic;

/**
 * While we can log in, no lever is needed. Once we can't, steps that need the account are impossible.
 */
const DONE_WITH = {
  secured: ['account', 'nothing'],
  unclear: ['account', 'nothing'],
  lost: ['nothing', 'lost', 'lever'],
} as const satisfies Record<Control, readonly Needs[]>;

/** The steps of one stage that are possible under this control, in order. */
export function checklist(platform: string, stage: ChecklistStage, control: Control): readonly StepRow[] {
  const can: readonly Needs[] = DONE_WITH[control];
  return rowsOf(platform)[stage].filter(({ needs }) => can.includes(needs));
}

/** One row by its key; undefined: a row of an older version. */
export const stepRow = (platform: string, stage: ChecklistStage, key: string): StepRow | undefined =>
  rowsOf(platform)[stage].find((row) => row.key === key);

/** Index of a row in its stage. It ignores the control, so the number stays when the list changes. */
export const placeInStage = (platform: string, stage: ChecklistStage, key: string): number =>
  rowsOf(platform)[stage].findIndex((row) => row.key === key);
