/** Why a file is not kept as evidence: in its own words, where an application's would not help. */
import type { Lang } from '../../../cards/node.ts';
import { sayIfKnown } from '../../../cards/text.ts';
import { keyed } from '../../keyed.ts';

export const refusedBecause = (lang: Lang, problem: string): string =>
  sayIfKnown(lang, `evidence.no.${problem}`) ?? keyed(lang, `file.${problem}`);
