/** The cards asked before linking an account, and the list of people without one. */
import { mayLink } from '../../bot/leavers/authority.ts';
import type { Actor } from '../../bot/organisation/permission.ts';
import type { Card, Node } from '../../cards/node.ts';
import type { Say } from '../../cards/text.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { accountNames, type LinkFile } from './link-facts.ts';
import { rightName, seatName } from './names.ts';
import type { Unnoticed } from './unnoticed.ts';

/** How many channels or seats one row names. */
const NAMED = 3;
/** How many channels offer a hand-over here. */
const HANDED = 5;
const LISTED = 15;

/** Asks for confirmation and lists every reason to hesitate. */
export function askCard(file: LinkFile, say: Say): Card {
  const { row, address, plan } = file;
  const [name, other] = namesIn(file, say);
  const title = say('account.sure-title', { name });
  const asks = plan.kind === 'link' ? plan.asks : [];
  const args = { person: row.id, email: address, sure: asks.join(' ') };
  return {
    title,
    summary: `${title} ${address}`,
    lang: say.lang,
    nodes: [
      {
        kind: 'facts',
        facts: [
          { label: say('account.address'), value: address },
          { label: say('account.accounts'), value: accountNames(file, say) },
        ],
      },
      ...asks.map(
        (ask): Node => ({ kind: 'banner', tone: 'warning', text: say(`account.ask.${ask}`, { name, other }) }),
      ),
      ...(asks.includes('moved') ? handOver(file, other, say) : []),
      {
        kind: 'actions',
        buttons: [
          {
            label: say('account.yes'),
            do: 'admins-link',
            args,
            ...(asks.includes('closed') ? { style: 'danger' } : {}),
          },
        ],
      },
    ],
  };
}

/** The address belongs to a colleague, who may be the same person under another name. */
export function theirsCard(file: LinkFile, say: Say): Card {
  const [name, other] = namesIn(file, say);
  const isGone = file.other?.gone ?? false;
  const text = say(isGone ? 'account.theirs-gone' : 'account.theirs', { other });
  const title = say('account.sure-title', { name });
  return {
    title,
    summary: text,
    lang: say.lang,
    nodes: [{ kind: 'banner', tone: 'warning', text }, ...(isGone ? [] : handOver(file, other, say))],
  };
}

const namesIn = ({ row, other, names }: LinkFile, say: Say): [string, string] => [
  names.get(row.id) ?? say('word.deleted-person'),
  (other && names.get(other.person)) ?? say('word.deleted-person'),
];

function handOver({ row, other, held }: LinkFile, otherName: string, say: Say): Node[] {
  return [
    { kind: 'text', text: say('account.same-person', { other: otherName }) },
    ...held.slice(0, HANDED).map(
      ({ application }): Node => ({
        kind: 'item',
        title: application.title,
        buttons: [
          {
            label: say('account.hand-over'),
            do: 'admins-transfer',
            args: { what: application.id, from: row.id, to: other!.person },
          },
        ],
      }),
    ),
  ];
}

/** A person whose departure nobody would notice, with their channels and seats. */
export function unnoticedItem({ person, held, seats }: Unnoticed, actor: Actor, org: Org, say: Say): Node {
  const known = org.organisation.people.find(({ id }) => id === person);
  const offices = held.map(({ channel }) => channel.office);
  const mends = mayLink(actor, { person, listed: org.listed.has(person), offices });
  const rights = held.map(({ application }) => application.title);
  const posts = seats.map(
    ({ place, right }) => `${seatName(place, say.lang, org)} (${rightName({ kind: 'seat', right }, say.lang)})`,
  );
  const what = [
    ...(rights.length > 0 ? [say('account.rights', { channels: shortened(rights) })] : []),
    ...(posts.length > 0 ? [say('account.seats', { seats: shortened(posts) })] : []),
    ...(mends ? [] : [say('account.todo-registrar')]),
  ].join('\n');
  return {
    kind: 'item',
    title: known?.name ?? say('word.deleted-person'),
    text: say('digest.unnoticed.row', { what }),
    buttons: mends ? [{ label: say('account.button'), do: 'admins-link', args: { person } }] : [],
  };
}

const shortened = (all: readonly string[]): string =>
  [...all.slice(0, NAMED), ...(all.length > NAMED ? ['…'] : [])].join(', ');

export function listCard(items: readonly Node[], isWatched: boolean, say: Say): Card {
  const count = items.length;
  const title = say('account.list-title', { count });
  const text = say(!isWatched ? 'account.no-directory' : count > 0 ? 'account.list-intro' : 'account.list-none');
  const shown = isWatched ? items.slice(0, LISTED) : [];
  return {
    title,
    summary: `${title}: ${text}`,
    lang: say.lang,
    nodes: [
      { kind: 'banner', tone: isWatched && count === 0 ? 'good' : 'warning', text },
      ...shown,
      ...(isWatched && count > LISTED
        ? [{ kind: 'note', text: say('account.list-more', { count: count - LISTED }) } as const]
        : []),
    ],
  };
}
