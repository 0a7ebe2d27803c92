/** Identifies who speaks, from what the chat vouches for and what registry and directories know about the account. */
import type { ChatName, Inbound, Speaker } from '../bot/chat.ts';
import type { DirectorySource } from '../bot/leavers/case.ts';
import { vouchesFor } from '../bot/organisation/vouching.ts';
import type { Tx } from '../db/connect.ts';
import type { Org } from '../db/organisation/organisation.ts';
import { identify, namePerson } from '../db/organisation/people.ts';
import { SOURCE_TRUST } from './leavers/intake.ts';

/** Nobody can say who it is now. Nothing is decided or stored, and the chat may redeliver. */
export class IdentityUnavailable extends Error {}

/** The directories whose ids this chat uses. */
const sourcesOf = (chat: ChatName): DirectorySource[] =>
  (Object.keys(SOURCE_TRUST) as DirectorySource[]).filter((source) =>
    SOURCE_TRUST[source].chats.some((one) => one === chat),
  );

/** The person behind the account, or null. */
export const speakerOf = (tx: Tx, { who, where }: Inbound, org: Org, now: Date): Promise<string | null> =>
  identify(tx, who, where, now, {
    sources: sourcesOf(who.chat),
    // Inheriting the address of somebody who left does not make one that person.
    believes: (person, email) => !org.gone.has(person) && vouchesFor(who, org.organisation, person, email),
  });

/** An account in the own workspace or tenant. Its owner may report, even if no file lists them. */
export const isOwnAccount = ({ from = 'home' }: Speaker): boolean => from === 'home' || from === 'ally';

/** Names a reporter whom no file lists, as the chat calls them and without an address. */
export const noteReporter = (tx: Tx, key: string, { name, id }: Speaker, now: Date): Promise<void> =>
  namePerson(tx, key, name ?? id, now);
