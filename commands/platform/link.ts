/** Reads a typed channel link by the rules of `bot/platform/link.ts`, with Node's check for private addresses. */
import { type LinkProblem, type Recognised, recognise as recogniseBy } from '../../bot/platform/link.ts';
import { isPrivateAddress } from './private-address.ts';

/** @returns the account behind the link, or the problem: see `recognise` in `bot/platform/link.ts` */
export const recognise = (text: string): Recognised | LinkProblem => recogniseBy(text, isPrivateAddress);
