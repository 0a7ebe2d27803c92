/** A contract with an agency ends. Lists the person's channels, or asks who the agency's people are. */

import { readRight } from '../../../bot/organisation/permission.ts';
import type { Day } from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import { sayDay } from '../../../cards/text.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { type Application, factsOf } from '../../../db/registry/dossiers.ts';
import { noRightCard } from '../../no-right.ts';
import { idOf, type Reader, type View } from '../../view.ts';
import { channelsEnding } from '../due/contract.ts';

const SHOWN = 8;

/**
 * `args.day`: the contract's last day. `args.asks`: the subject is an application that does not name the agency's
 * people.
 */
export const contractEndView: View = async (tx, ref, reader) => {
  const { actor, org, say } = reader;
  const id = idOf(ref.subject);
  const day = ref.args.day ?? '';
  const all = await channelsEnding(tx, id, day);
  const mine = all
    .map(({ held }) => held.application)
    .filter((application) => readRight(actor, { ...factsOf(application), slots: [] }, org.facts) === 'full');
  // Nobody in a room may learn who leaves and when.
  if (!actor || (all.length > 0 && mine.length === 0)) return noRightCard(reader);
  if (ref.args.asks) return askingCard(mine, day, reader);
  const name = (await namesOf(tx, [id])).get(id) ?? say('word.deleted-person');
  return personCard({ id, name }, mine, day, reader);
};

function personCard(person: { id: string; name: string }, mine: Application[], day: Day, reader: Reader): Card {
  const { say, lang, now } = reader;
  const isOver = mine.length === 0 || day < berlinDay(now);
  const { id, name } = person;
  const title = say('contract-end.title', { name });
  const text = say(isOver ? 'contract-end.over' : 'contract-end.soon', { name, date: sayDay(lang, day) });
  const nodes: Node[] = [
    { kind: 'banner', tone: isOver ? 'info' : 'warning', text },
    ...(isOver ? [] : [{ kind: 'text', text: say('contract-end.todo') } as const]),
    ...(isOver ? [] : mine.slice(0, SHOWN)).map((application) =>
      itemOf(application, reader, [
        { label: say('admins.remove'), do: 'admins-remove', args: { what: application.id, person: id } },
      ]),
    ),
    ...(!isOver && mine.length > SHOWN
      ? [{ kind: 'note', text: say('digest.more', { count: mine.length - SHOWN }) } as const]
      : []),
  ];
  return { title, summary: `${title}. ${text}`, lang, nodes };
}

/** The question stays open until a new application answers it, even after the day. */
function askingCard(mine: Application[], day: Day, reader: Reader): Card {
  const { say, lang } = reader;
  const title = say('contract-end.agency');
  const isOver = mine.length === 0;
  const text = say(isOver ? 'contract-end.named' : 'contract-end.unnamed', { date: sayDay(lang, day) });
  const nodes: Node[] = [
    { kind: 'banner', tone: isOver ? 'good' : 'warning', text },
    ...(isOver ? [] : [{ kind: 'text', text: say('contract-end.name-them') } as const]),
    ...mine.map((application) => itemOf(application, reader, [])),
  ];
  return { title, summary: `${title}. ${text}`, lang, nodes };
}

const itemOf = ({ id, title, number }: Application, { say }: Reader, more: Button[]): Node => ({
  kind: 'item',
  title: `${title} (${number ?? '–'})`,
  buttons: [{ label: say('renew.button'), do: 'renew', args: { what: id } }, ...more],
});
