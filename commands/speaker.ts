/** Identifies who speaks, from what the chat vouches for and what registry and directories know about the account. */
import type { ChatName, Inbound, Speaker } from '../bot/chat.ts';
import type { DirectorySource } from '../bot/leavers/case.ts';
import { vouchesFor } from '../bot/organisation/vouching.ts';
import type { Tx } from '../db/connect.ts';
import type { Org } from '../db/organisation/organisation.ts';
import { identify, isListed, namePerson } from '../db/organisation/people.ts';
import { SOURCE_TRUST } from './leavers/intake.ts';

/** Nobody can say who it is now. Nothing is decided or stored, and the chat may redeliver. */
export class IdentityUnavailable extends Error {
  readonly isOwn: boolean;
  constructor({ isOwn }: Speaking) {
    super('identity unavailable');
    this.isOwn = isOwn;
  }
}

/** The directories whose ids this chat uses. */
const sourcesOf = (chat: ChatName): DirectorySource[] =>
  (Object.keys(SOURCE_TRUST) as DirectorySource[]).filter((source) =>
    SOURCE_TRUST[source].chats.some((one) => one === chat),
  );

/** `isOwn`: an account in the own workspace or tenant. Its owner may report, even if no file lists them. */
type Speaking = { person: string | null; isOwn: boolean };

/** The person behind the account, or null. */
export async function speakerOf(tx: Tx, inbound: Inbound, org: Org, now: Date): Promise<Speaking> {
  const sources = sourcesOf(inbound.who.chat);
  const who = await vouchedFor(tx, inbound.who, sources);
  const person = await identify(tx, who, inbound.where, now, {
    sources,
    // Inheriting the address of somebody who left does not make one that person.
    believes: (person, email) => !org.gone.has(person) && vouchesFor(who, org.organisation, person, email),
  });
  return { person, isOwn: isOwnAccount(who) };
}

/** If Teams is silent, the directory may know the account. Object ids are unique across tenants. */
async function vouchedFor(tx: Tx, who: Speaker, sources: readonly DirectorySource[]): Promise<Speaker> {
  if (who.chat !== 'teams' || who.from !== 'unclear' || !who.untold) return who;
  return (await isListed(tx, who.id, sources)) ? { ...who, from: 'home' } : who;
}

const isOwnAccount = ({ from = 'home' }: Speaker): boolean => from === 'home' || from === 'ally';

/** Names a reporter whom no file lists, as the chat calls them and without an address. */
export const noteReporter = (tx: Tx, key: string, { name, id }: Speaker, now: Date): Promise<void> =>
  namePerson(tx, key, name ?? id, now);
