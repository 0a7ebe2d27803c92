/** Who tries to get at an incident by the doors of the chats: forged, repeated, at once, too long, out of place. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wallTime } from '../../bot/time/calendar.ts';
import type { Store } from '../../db/connect.ts';
import { freshStore, wipe } from '../support/db.ts';
import {
  asIfTheirs,
  entriesIn,
  incidentsIn,
  mixed,
  PAGES,
  PATIENT,
  type Responders,
  respondersOf,
  write,
} from '../support/incident-script.ts';
import { addPages } from '../support/pages.ts';
import { type City, openCity } from '../support/story.ts';

const NUMBER = 'V-2026-0001';
const HEAD = `Vorfall ${NUMBER}:`;
/** What would call everybody or be drawn otherwise, if a chat read it as more than text. */
const LOUD = '<!channel> <at>Alle</at> @everyone *fett*';
/** Teams has a sign of no width put into what it would take for a mention. */
const asRead = (text: string) => text.replaceAll('\u2060', '');
const BODY = `Bitte klicken Sie auf keine Links. ${LOUD}`;

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());

const kinds = async () => {
  const [incident] = await incidentsIn(store);
  return incident ? (await entriesIn(store, incident.id)).map(({ kind }) => kind) : [];
};
const count = async (kind: string) => (await kinds()).filter((one) => one === kind).length;

describe.each(['slack', 'teams', 'local'] as const)('an incident in %s', { timeout: 300_000 }, (chat) => {
  let city: City;
  let cast: Responders;
  beforeAll(async () => {
    await wipe(store);
    const begin = wallTime('2026-11-23', '09:00');
    city = await openCity({ ...PATIENT, store, chats: [chat], begin });
    cast = await respondersOf(city);
    await addPages(store, city.clock.now(), { ...PAGES, name: `Bücherei ${LOUD}`, count: 2 });
  });
  afterAll(() => city?.close());

  it('is declared once, however often the same message is delivered', async () => {
    const { slack, teams } = city;
    const line = `vorfall melden ${PAGES.handle}0 ${LOUD}`;
    if (slack) {
      const { deliver } = slack;
      slack.deliver = async (body, type) => {
        const again = { headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' } };
        const [first] = await Promise.all([deliver(body, type), deliver(body, type, again)]);
        await deliver(body, type, again);
        return first;
      };
      await cast.owner.say(line);
      slack.deliver = deliver;
    } else if (teams) {
      const { deliver } = teams;
      teams.deliver = async (...given) => {
        const [first] = await Promise.all([deliver(...given), deliver(...given)]);
        await deliver(...given);
        return first;
      };
      await cast.owner.say(`/${line}`);
      teams.deliver = deliver;
    } else {
      const state = await (await fetch(`${city.url}/local/state?person=${cast.owner.ref}&lang=de`)).json();
      const room = (state as { rooms: { id: string; dm: boolean }[] }).rooms.find(({ dm }) => dm)!.id;
      const body = JSON.stringify({ person: cast.owner.ref, room, lang: 'de', key: 'once-only', text: `/${line}` });
      const post = () =>
        fetch(`${city.url}/local/say`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      for (const answer of [...(await Promise.all([post(), post()])), await post()]) expect(answer.status).toBe(200);
      await city.settle();
    }
    await cast.owner.sees(`Gemeldet: ${NUMBER}`);
    expect(await incidentsIn(store)).toHaveLength(1);
    expect(await kinds()).not.toContain('also-reported');
    expect(await count('declared')).toBe(1);
  });

  it('is confirmed once when two press at the same moment', async () => {
    const { lead, second, head } = cast;
    // Whoever presses has been here before.
    await second.say('/vorfall liste');
    const card = await lead.sees(HEAD);
    await Promise.all([
      lead.hand.pressOn(card, 'Vorfall bestätigen'),
      second.hand.pressOn(await asIfTheirs(city, second, card), 'Vorfall bestätigen'),
    ]);
    await city.settle();
    const answers = await Promise.all([lead, second].map((one) => one.sights()));
    const late = answers.flat().filter(({ text }) => text.includes('inzwischen im Zustand „bestätigt“'));
    expect(late).toHaveLength(1);
    expect(await count('confirm')).toBe(1);
    expect(await count('notice-first')).toBe(1);
    expect((await head.sights()).filter(({ text }) => text.includes('Erstmeldung'))).toHaveLength(1);
  });

  it('is nobody’s business without a part in it: no button works and no line tells of it', async () => {
    const { lead, firefighters } = cast;
    const before = await kinds();
    await firefighters.say('/vorfall liste');
    const own = await firefighters.sights();
    const card = await lead.sees(HEAD);
    const theirs = await asIfTheirs(city, firefighters, card);
    for (const label of card.buttons) await firefighters.hand.pressOn(theirs, label);
    for (const word of ['zeigen', 'tafel', 'zeitleiste', 'export', 'intern', 'extern', 'bestätigen'])
      await firefighters.say(`/vorfall ${word} ${NUMBER}`);
    await city.settle();
    const seen = (await firefighters.sights()).slice(own.length);
    expect(seen.length).toBeGreaterThan(card.buttons.length);
    for (const { text } of seen) expect(text).not.toContain('Bücherei');
    expect(await kinds()).toEqual(before);
  });

  it('says so when a reason is too long, and does nothing', async () => {
    const { lead } = cast;
    // Five thousand characters; the local workspace takes no message beyond four thousand.
    const reason = 'Grund '.repeat(chat === 'local' ? 640 : 833);
    await lead.say(`/vorfall schwere ${NUMBER} 1 ${reason}`);
    await lead.sees(/Der Text ist zu lang\. Bitte kürzen Sie ihn auf höchstens \d+ Zeichen\./);
    expect(await count('severity')).toBe(0);
    await lead.say(`/vorfall schwere ${NUMBER} 1`);
    const tooMuch = async () => {
      await lead.fill({ incidentReason: reason });
      await lead.press('Schwere ändern');
    };
    // Slack's and Teams' clients let nobody type more; whoever gets past a client is told by the bot.
    if (chat !== 'local') return expect(tooMuch()).rejects.toThrow(/2000 characters/);
    await tooMuch();
    expect((await lead.field('incidentReason')).problem).toContain('zu lang');
    expect(await count('severity')).toBe(0);
  });

  it('calls nobody by what stands in a name or a text: it is shown letter by letter', async () => {
    const { press, approver, lead } = cast;
    await lead.say('/vorfall rolle freigabe @Stadtdirektion');
    await write(press, BODY);
    await press.press('Zur Freigabe geben');
    const shown = await approver.sees(`${NUMBER} – Text 1`);
    expect(asRead(shown.text)).toContain(LOUD);
    expect(asRead((await lead.sees(HEAD)).text)).toContain(LOUD);
    const { slack, teams } = city;
    // Slack's blocks travel as a text within the request.
    const sent = JSON.stringify([slack?.calls, teams?.calls('post'), teams?.calls('update')]).replaceAll('\\"', '"');
    if (chat === 'slack') expect(sent).toContain('"type":"plain_text"');
    expect(sent).not.toContain('"type":"mrkdwn"');
    expect(sent).not.toContain('"type":"mention"');
    for (const { args } of (slack?.calls ?? []) as { args?: { text?: string; topic?: string } }[]) {
      expect(args?.text ?? '').not.toContain('<!');
      expect(args?.topic ?? '').not.toContain('<!');
    }
  });
});

describe('a button of an incident, pressed by a forged request', { timeout: 300_000 }, () => {
  let city: City;
  let cast: Responders;
  beforeAll(async () => {
    await wipe(store);
    city = await openCity({ ...PATIENT, store, chats: ['slack', 'teams'], chatOf: mixed, roomIn: mixed });
    cast = await respondersOf(city);
    await addPages(store, city.clock.now(), { ...PAGES, count: 1 });
    await cast.owner.say(`/vorfall melden ${PAGES.handle}0 Dort stehen fremde Beiträge.`);
  });
  afterAll(() => city?.close());

  it('does nothing in Slack unless Slack has signed it, now', async () => {
    const { lead } = cast;
    const slack = city.slack!;
    const { deliver } = slack;
    const card = await lead.sees(HEAD);
    const hour = new Date(Date.now() - 3_600_000);
    for (const forged of [{ headers: { 'x-slack-signature': `v0=${'f'.repeat(64)}` } }, { at: hour }]) {
      slack.deliver = (body, type) => deliver(body, type, forged);
      await expect(lead.hand.pressOn(card, 'Vorfall bestätigen')).rejects.toThrow('401');
    }
    slack.deliver = deliver;
    expect(await kinds()).not.toContain('confirm');
    await lead.hand.pressOn(card, 'Vorfall bestätigen');
    await city.settle();
    expect(await count('confirm')).toBe(1);
  });

  it.each(['wrong-audience', 'expired', 'none'] as const)(
    'does nothing in Teams with a token that is %s',
    async (token) => {
      const { second } = cast;
      const teams = city.teams!;
      const { deliver } = teams;
      const card = await second.sees('[Eingedämmt]');
      const before = await kinds();
      const answers: number[] = [];
      teams.deliver = async (activity, how) => {
        const answer = await deliver(activity, { ...how, token });
        answers.push(answer.status);
        return answer;
      };
      await second.hand.pressOn(card, 'Eingedämmt').catch(() => undefined);
      teams.deliver = deliver;
      expect(answers).toEqual([401]);
      expect(teams.takeFaults()).toHaveLength(1);
      expect(await kinds()).toEqual(before);
    },
  );
});
