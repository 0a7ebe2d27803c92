/** Why a file is not kept as evidence. Uses its own text where the one for applications does not fit. */
import type { Lang } from '../../../cards/node.ts';
import { sayIfKnown } from '../../../cards/text.ts';
import { keyed } from '../../keyed.ts';

export const refusedBecause = (lang: Lang, problem: string): string =>
  sayIfKnown(lang, `evidence.no.${problem}`) ?? keyed(lang, `file.${problem}`);
