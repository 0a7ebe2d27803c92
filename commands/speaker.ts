/** Who speaks: what the chat vouches for, put together with what the registry and the directories know of the account. */
import type { ChatName, Inbound, Speaker } from '../bot/chat.ts';
import type { DirectorySource } from '../bot/leavers/case.ts';
import { vouchesFor } from '../bot/organisation/vouching.ts';
import type { Tx } from '../db/connect.ts';
import type { Org } from '../db/organisation/organisation.ts';
import { identify, namePerson } from '../db/organisation/people.ts';
import { SOURCE_TRUST } from './leavers/intake.ts';

/** Nobody can say who it is: nothing is decided or stored, and the same delivery may come again. */
export class IdentityUnavailable extends Error {}

/** The directories whose ids are this chat's own. */
const sourcesOf = (chat: ChatName): DirectorySource[] =>
  (Object.keys(SOURCE_TRUST) as DirectorySource[]).filter((source) =>
    SOURCE_TRUST[source].chats.some((one) => one === chat),
  );

/** The person behind the account, or null. */
export const speakerOf = (tx: Tx, { who, where }: Inbound, org: Org, now: Date): Promise<string | null> =>
  identify(tx, who, where, now, {
    sources: sourcesOf(who.chat),
    // Whoever gets the address of somebody who has left does not become them.
    believes: (person, email) => !org.gone.has(person) && vouchesFor(who, org.organisation, person, email),
  });

/** An account of the own workspace or tenant: whoever has one may report, also those who stand in no file. */
export const isOwnAccount = ({ from = 'home' }: Speaker): boolean => from === 'home' || from === 'ally';

/** Names somebody who stands in no file and reports: as the chat calls them, and without an address. */
export const noteReporter = (tx: Tx, key: string, { name, id }: Speaker, now: Date): Promise<void> =>
  namePerson(tx, key, name ?? id, now);
