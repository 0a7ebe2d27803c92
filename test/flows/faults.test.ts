/** What goes wrong in a city, through the real doors: each has a clear answer, and nothing is lost or done twice. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatName } from '../../bot/chat.ts';
import { auditOf, verifyAudit } from '../../db/audit.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { draftsOf, findApplications } from '../../db/registry/dossiers.ts';
import { applications, audit, people } from '../../db/schema.ts';
import { brittle } from '../support/brittle.ts';
import { freshStore } from '../support/db.ts';
import { answersFor, entryOf, submit } from '../support/script.ts';
import type { Fault } from '../support/slack-fake.ts';
import { type City, openCity, type Person, type Sight } from '../support/story.ts';

/** Written to do harm in a chat: mentions, a link in disguise, markdown, another direction of writing. */
const HOSTILE = '<!channel> @everyone [Klick](https://evil.example) *fett* 🎭 مرحبا';
/** Without the signs that only keep a chat from reading more into it. */
const shown = (text: string): string => text.replaceAll(/[\\\u200b-\u200f\u2060-\u2069\ufeff]/g, '');

/** The department and FB 3's head in Slack, the rest of FB 3 and data protection in Teams, the others in the browser. */
const CHAT_OF: Record<string, ChatName> = {
  'oeffentlichkeitsarbeit-kulturbetriebe': 'slack',
  'leitung-dortmund-agentur': 'slack',
  'beratung-soziale-medien': 'teams',
  datenschutz: 'teams',
  'leitung-personalamt': 'slack',
  'raum-fb11': 'slack',
  'raum-fb3': 'slack',
  'raum-datenschutz': 'teams',
};

let city: City;
let database: ReturnType<typeof brittle>;
let store: Store;
let clerk: Person;
let head: Person;
let number = '';
/** FB 3's card in Slack as it stood before anybody had decided. */
let undecided: Sight;

beforeAll(async () => {
  store = await freshStore();
  database = brittle(store);
  const chatOf = (ref: string) => CHAT_OF[ref] ?? 'local';
  city = await openCity({
    store: database.store,
    chats: ['slack', 'teams', 'local'],
    chatOf,
    roomIn: chatOf,
    // Far above any answer on a busy machine: a timeout nobody asked for would be a fault nobody asked for.
    slack: { timeout: 3_000 },
  });
  clerk = await city.person('oeffentlichkeitsarbeit-kulturbetriebe');
  head = await city.person('leitung-kulturbetriebe');
  for (const ref of Object.keys(CHAT_OF)) if (!ref.startsWith('raum-')) await city.person(ref);
});
afterAll(async () => {
  await city?.close();
  await store?.close();
});

const emailOf = ({ ref }: Person): string => city.organisation.people.find(({ id }) => id === ref)!.email;
const idOf = async (of: string): Promise<string> => {
  const [found] = await store.db.transaction((tx) => findApplications(tx as Tx, of, null));
  return found!.id;
};
const votesIn = async (of: string): Promise<string[]> => {
  const trail = await auditOf(store.db, `application:${await idOf(of)}`);
  return trail.filter(({ action }) => action === 'voted').map(({ data }) => String((data as { body?: string }).body));
};

describe('between the chats', () => {
  it('a draft that was begun in Slack goes on in Teams and is handed in from the browser', async () => {
    const ref = 'oeffentlichkeitsarbeit-kulturbetriebe';
    const answers = answersFor('de', [clerk.name, 'Sachbearbeitung Öffentlichkeitsarbeit Stadt- und Landesbibliothek']);
    await clerk.say('/channel register https://www.facebook.com/KulturDortmund');
    await clerk.fill({ ...answers.channel, name: HOSTILE });
    await clerk.press('Weiter');
    await clerk.fill(answers.operation);
    await clerk.press('Später weiter');

    const inTeams = await city.person(ref, 'teams');
    await inTeams.say('/channel edit');
    expect(await inTeams.field('rhythm')).toMatchObject({ value: answers.operation.rhythm });
    await inTeams.fill(answers.moderation);
    await inTeams.press('Weiter');
    for (const page of [answers.law, answers.security]) {
      await inTeams.fill(page);
      await inTeams.press('Weiter');
    }
    await inTeams.press('Später weiter');

    const inBrowser = await city.person(ref, 'local');
    await inBrowser.say('/channel edit');
    for (const [entry, person] of answers.persons.entries()) {
      await inBrowser.fill(entryOf(person, entry));
      await inBrowser.press('Weiter');
    }
    await inBrowser.fill(answers.reasons);
    await inBrowser.press('Weiter');
    number = await submit(inBrowser);
    // Cards follow a person to where they were last.
    await clerk.say('/channel tasks');
  });

  it('what people type is shown letter by letter and calls nobody', async () => {
    await head.press('Ja', number);
    for (const person of [head, await city.person('leitung-dortmund-agentur'), await city.person('datenschutz')]) {
      const card = await person.sees(`Antrag ${number}:`);
      expect(shown(card.text), person.chat).toContain(shown(HOSTILE));
    }
    for (const { args } of city.slack!.calls) {
      expect(String(args.text)).not.toMatch(/<[!@#h]/);
      // Plain text and rich text are shown as they are; only this kind would be read for mentions and links.
      expect(`${args.blocks}${args.view}`).not.toContain('"mrkdwn"');
    }
    for (const { body } of city.teams!.calls('post')) {
      // Text runs and the fallback are plain; text blocks would become a link.
      expect(JSON.stringify(body.attachments ?? '')).not.toMatch(/"TextBlock","text":"[^"]*\]\(https:\/\/evil/);
    }
  });

  it('of two who decide in the same moment, one in Slack and one in Teams, one decides and the other reads who did', async () => {
    const lead = await city.person('leitung-dortmund-agentur');
    const member = await city.person('beratung-soziale-medien');
    undecided = await lead.sees(`Antrag ${number}:`);
    await member.sees(`Antrag ${number}:`);
    await Promise.all([lead.hand.press('Ja', number), member.hand.press('Ja', number)]);
    await city.settle();
    const card = await lead.sees(`Antrag ${number}:`);
    const [first, second] = card.text.includes(`FB 3: Ja – ${lead.name}`) ? [lead, member] : [member, lead];
    expect(card.text).toContain(`FB 3: Ja – ${first.name}`);
    await second.sees(`Schon entschieden: Ja – ${first.name}`);
    expect((await second.sees(`Antrag ${number}:`)).text).toContain(`FB 3: Ja – ${first.name}`);
    expect(await votesIn(number)).toEqual(['head', 'fb3']);
  });
});

describe('clicks from the wrong person', () => {
  it('somebody who may not reads why, and it is noted', async () => {
    const stranger = await city.person('ausbildung-personalamt', 'slack');
    const fb11 = await city.person('leitung-personalamt');
    const card = await fb11.sees(`Antrag ${number}:`);
    expect(card.buttons).toContain('Ja');
    // Anybody may come into an open room of Slack; what may be pressed there is no question of membership.
    for (const room of city.slack!.space.rooms.values()) room.members.add(city.slack!.user(emailOf(stranger)).id);
    await stranger.hand.pressOn(card, 'Ja');
    await stranger.sees('Sie können hier nicht für „FB11“ entscheiden.');
    const [refused] = await store.db.select().from(audit).where(eq(audit.action, 'refused'));
    expect(refused).toBeDefined();
    expect(await votesIn(number)).not.toContain('fb11');
  });

  it('somebody nobody knows is told whom to ask, and the registrars learn of it', async () => {
    const guest = city.slack!.addUser({ email: 'gast@anderswo.example', name: 'Gast aus Slack' });
    await guest.command('/channel', 'list');
    expect(guest.last()).toContain('Ich kenne Sie noch nicht. Bitte wenden Sie sich an Berechtigungssteuerung StA 11');
    const visitor = city.teams!.addPerson('gast@anderswo.example', 'Gast aus Teams');
    await visitor.say('channel list');
    await city.teams!.until(() => visitor.inbox().length > 0, 'an answer for the guest');
    expect(visitor.inbox().at(-1)?.text).toContain('Ich kenne Sie noch nicht.');
    const registrar = await city.person('berechtigungen');
    await registrar.sees(/Gast aus Slack.* hat mir in Slack geschrieben/);
    await registrar.sees(/Gast aus Teams.* hat mir in Microsoft Teams geschrieben/);
  });
});

describe('the same request twice', () => {
  const draftsOfClerk = async () => {
    const rows = await store.db.select().from(people).where(eq(people.ref, clerk.ref));
    return store.db.transaction((tx) => draftsOf(tx as Tx, rows[0]!.id));
  };

  it('is done once in Slack', async () => {
    const before = (await draftsOfClerk()).length;
    const slack = city.slack!;
    const { deliver } = slack;
    const requests: [body: string, type: 'form' | 'json'][] = [];
    slack.deliver = (body, type, more) => {
      requests.push([body, type]);
      return deliver(body, type, more);
    };
    await clerk.say('/channel register https://www.instagram.com/kultur.zweimal');
    slack.deliver = deliver;
    const [body, type] = requests[0]!;
    expect((await deliver(body, type)).status).toBe(200);
    expect(await draftsOfClerk()).toHaveLength(before + 1);
    expect(slack.calls.filter(({ method }) => method === 'views.open').at(-1)?.answer).toBeDefined();
  });

  it('is done once in Teams', async () => {
    const before = (await draftsOfClerk()).length;
    await city.person(clerk.ref, 'teams');
    const user = city.teams!.user('oeffentlichkeitsarbeit.kulturbetriebe@dortmund.example');
    const cards = user.cards().length;
    const text = 'channel register https://www.instagram.com/kultur.dreimal';
    const activity = { ...user.envelope('1795000999999'), type: 'message', text, textFormat: 'plain' };
    for (const _ of [1, 2]) expect((await city.teams!.deliver(activity)).status).toBe(200);
    await city.teams!.until(() => user.cards().length > cards, 'the form');
    expect(await draftsOfClerk()).toHaveLength(before + 1);
    expect(user.cards()).toHaveLength(cards + 1);
  });

  it('is done once in the browser', async () => {
    const before = (await draftsOfClerk()).length;
    const text = '/channel register https://www.instagram.com/kultur.viermal';
    const said = { person: clerk.ref, room: `dm:${clerk.ref}`, key: 'the-same-click', lang: 'de', text };
    const send = () =>
      fetch(`${city.url}/local/say`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(said),
      }).then((answer) => answer.json());
    const [first, second] = await Promise.all([send(), send()]);
    expect(second).toEqual(first);
    expect(await draftsOfClerk()).toHaveLength(before + 1);
  });
});

describe('Slack answers badly while a card is posted', () => {
  it.each<[string, Fault]>([
    ['too many requests', 'ratelimited'],
    ['a server error', 500],
    ['nothing', 'hang'],
    ['a broken connection', 'reset'],
    ['a lost receipt', 'accept-then-reset'],
  ])('%s: the card is there exactly once', async (name, fault) => {
    const fb11 = await city.person('leitung-personalamt');
    // Cards follow a person to the chat they used last.
    await clerk.say('/channel help');
    const question = `Frage nach: ${name}`;
    city.slack!.fail('chat.postMessage', fault);
    await fb11.press('Rückfrage …', number);
    await fb11.fill({ question });
    await fb11.press('Rückfrage senden');
    await clerk.sees(question);
    await city.settle();
    const cards = (await clerk.sights()).filter(
      ({ summary, text }) => /Rückfrage zum Antrag/.test(summary) && text.includes(question),
    );
    expect(cards).toHaveLength(1);
    expect(city.slack!.calls.filter(({ method }) => method === 'chat.postMessage').length).toBeGreaterThan(0);
  });
});

describe('too much and the wrong kind of text', () => {
  const LONG = 'Straße 🎭 '.repeat(500);

  it('5,000 characters come back with the reason, and nothing of them is lost', async () => {
    const inBrowser = await city.person(clerk.ref, 'local');
    await inBrowser.say('/channel edit');
    await inBrowser.fill({ purpose: LONG });
    await inBrowser.press('Weiter');
    const field = await inBrowser.field('purpose');
    expect(field.problem).toContain('auf höchstens 2000 Zeichen');
    expect(String(field.value).trim()).toBe(LONG.trim());
    await inBrowser.fill({ purpose: 'Kurz' });
  });

  it('5,000 characters in a conversation are answered with the same question', async () => {
    await clerk.say('/channel edit');
    await clerk.press('Als Gespräch ausfüllen');
    await clerk.sees('Frage ');
    await clerk.say(LONG);
    await clerk.sees(/zu lang/);
  });

  it.each([
    ['javascript:alert(1)', 'Ein Link beginnt mit https://'],
    ['http://10.0.0.1/kultur', 'gehört zu einem internen Netz'],
    ['https://admin:geheim@www.facebook.com/Kultur', 'enthält Zugangsdaten'],
    ['https://www.facebook.com/KulturDortmund', 'schon registriert'],
  ])('/channel register %s is refused with the reason', async (link, why) => {
    for (const chat of ['slack', 'teams', 'local'] as const) {
      const person = await city.person(clerk.ref, chat);
      await person.say(`/channel register ${link}`);
      await person.sees(why);
    }
  });

  it('a draft of an older form says which fields have changed', async () => {
    const inBrowser = await city.person(clerk.ref, 'local');
    await inBrowser.say('/channel register https://www.youtube.com/@kultur-alt');
    const drafts = await store.db.select().from(applications).where(eq(applications.state, 'draft'));
    const old = drafts.find(({ answers }) => String(answers.url).includes('kultur-alt'))!;
    const answers = { ...old.answers, platform: 'studivz', fax: '0231' };
    await store.db.update(applications).set({ formVersion: 0, answers }).where(eq(applications.id, old.id));
    await inBrowser.say(`/channel edit ${old.id}`);
    await inBrowser.sees(
      /Das Formular wurde geändert, seit Sie begonnen haben\. Bitte prüfen Sie: .*Soziales Netzwerk/,
    );
  });
});

describe('the database is away', () => {
  it('everybody is told so politely, nothing is stored, and everything goes on when it is back', async () => {
    city.takeLines();
    const inTeams = await city.person('datenschutz');
    const slackUser = city.slack!.user('oeffentlichkeitsarbeit.kulturbetriebe@dortmund.example');
    const slack = city.slack!;
    const { deliver } = slack;
    const answers: number[] = [];
    slack.deliver = async (...given) => {
      const answer = await deliver(...given);
      answers.push(answer.status);
      return answer;
    };
    database.away(true);
    try {
      await clerk.hand.say('/channel list');
      await inTeams.hand.say('/channel tasks');
      // Slack brings an event again until it is taken; only the last one is answered with the number.
      await slackUser.sendDm('hallo');
    } finally {
      database.away(false);
      slack.deliver = deliver;
    }
    expect(answers).toEqual([200, 500, 500, 500, 200]);
    await clerk.sees(/Das hat gerade nicht geklappt.*Nummer [A-Z0-9]+/);
    await inTeams.sees(/Das hat gerade nicht geklappt.*Nummer [A-Z0-9]+/);
    expect(city.takeLines().some(({ msg }) => msg.includes('could not be answered'))).toBe(true);
    await clerk.say('/channel tasks');
    await clerk.sees('Ihre Aufgaben');
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  });

  it('the browser keeps what was typed', async () => {
    const inBrowser = await city.person(clerk.ref, 'local');
    database.away(true);
    const said = inBrowser.hand.say('/channel list').catch((error: Error) => error.message);
    const answer = await said.finally(() => database.away(false));
    expect(answer ?? (await inBrowser.sees(/nicht geklappt/)).text).toMatch(/nicht geklappt/);
  });
});

// Last: from here on the city's clock runs ahead of Slack's.
describe('clicks that come too late', () => {
  it('a card of last week still answers: with who decided', async () => {
    const privacy = await city.person('datenschutz');
    const security = await city.person('it-sicherheit');
    const lead = await city.person('leitung-dortmund-agentur');
    for (const person of [privacy, security]) {
      const old = await person.sees(`Antrag ${number}:`);
      await person.press('Ja', number);
      city.clock.forward(7);
      await person.hand.pressOn(old, 'Ja');
      await person.sees(`Schon entschieden: Ja – ${person.name}`);
    }
    const before = await votesIn(number);
    await lead.hand.pressOn(undecided, 'Ja');
    await lead.sees(/Schon entschieden: Ja/);
    expect(await votesIn(number)).toEqual(before);
  });
});
