/** What people give as a channel's link, read by the rules of `bot/platform/link.ts` with the knowledge of private addresses. */
import { type LinkProblem, type Recognised, recognise as recogniseBy } from '../../bot/platform/link.ts';
import { isPrivateAddress } from './private-address.ts';

/** @returns the account behind the link, or why it is none: see `recognise` in `bot/platform/link.ts` */
export const recognise = (text: string): Recognised | LinkProblem => recogniseBy(text, isPrivateAddress);
