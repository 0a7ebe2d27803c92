/** Holders whose leaving nobody would notice: said of each, told without being asked, mended by linking their account. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '../../../bot/leavers/case.ts';
import type { Card } from '../../../cards/node.ts';
import { cardToBlockKit, cardToModal } from '../../../cards/render/slack.ts';
import { cardToAdaptiveCard } from '../../../cards/render/teams.ts';
import { createIntake, type Intake, type Sighting } from '../../../commands/leavers/intake.ts';
import { auditOf, verifyAudit } from '../../../db/audit.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { noteDirectories } from '../../../db/leavers/accounts.ts';
import { accountOf, saveAccount } from '../../../db/leavers/directory.ts';
import { directoryAccounts, leaverCases, people } from '../../../db/schema.ts';
import { ALL_BODIES, CLERK, cardOf, dossierOf, drafted, handIn, keyOf, postedWith, yesOf } from '../../support/acts.ts';
import { stores, wipe } from '../../support/db.ts';
import { LEAVER, MANAGER, registeredWithTyped, typedIn } from '../../support/leavers.ts';
import { slackFaults } from '../../support/slack-limits.ts';
import { labels, type Person, personInputs, plain, type Stage, stageOn } from '../../support/stage.ts';
import { faultsOf } from '../../support/teams/cards.ts';

const HEAD = 'leitung-kulturbetriebe';
const REGISTRAR = 'berechtigungen';
const TYPED = 'Redaktion Stadtarchiv';
const EMAIL = 'redaktion.stadtarchiv@dortmund.example';
const UNNOTICED = 'Ein Weggang fiele nicht auf';

let store: Store;
let city: Stage;
let intake: Intake;
const clients = new Map<string, Person>();
beforeAll(async () => {
  store = await stores().at(-1)!.open();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  city = await stageOn(store);
  clients.clear();
  intake = createIntake({ store, chats: () => ['local'], now: () => city.clock.now, wake: () => {} });
  await runsWith('graph', 'slack');
});

const inTx = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
const runsWith = (...sources: Source[]) => inTx((tx) => noteDirectories(tx, sources, city.clock.now));
/** The same client each time: it remembers the cards that were answered. */
const as = (who: string): Person => {
  const known = clients.get(who) ?? city.as(who);
  clients.set(who, known);
  return known;
};
const see = (externalId: string, said: Omit<Sighting, 'externalId' | 'source'>, source: Sighting['source'] = 'graph') =>
  intake.see({ source, externalId, ...said });
const cases = async () =>
  (await store.db.select().from(leaverCases)).map(({ person, state, reports, manager }) => ({
    ...{ person, state, reports, manager },
  }));
const personCalled = async (name: string) => {
  const [row] = await store.db.select().from(people).where(eq(people.name, name));
  return row!;
};

/** Everybody of the organisation file has an account in Entra, as in a city. */
async function everybodyHasAnAccount(): Promise<void> {
  const known = await store.db.select().from(people);
  const rest = { manager: null, active: true, department: null, login: null, email: null, changedAt: null };
  await inTx(async (tx) => {
    for (const { id, ref } of known)
      if (ref)
        await saveAccount(tx, {
          ...rest,
          source: 'graph',
          externalId: `oid-${ref}`,
          person: id,
          seenAt: city.clock.now,
        });
  });
}

const named = (name: string) => typedIn(store, city.clock.now, name);
const withTyped = (more: Parameters<typeof registeredWithTyped>[3] = {}) =>
  registeredWithTyped(store, city.clock.now, TYPED, more);

const link = (who = REGISTRAR, email = EMAIL, person = TYPED) =>
  as(who).say(`/channel admins link @${person} ${email}`);
const shown = async (what: string, who = HEAD) => plain(await as(who).press('admins', { what }));
const digestOf = (who: string) =>
  postedWith(city, 'Überblick')
    .filter(({ to }) => to.user === who)
    .map(({ card }) => plain({ kind: 'card', card, replace: false }))
    .join('\n');
async function firstOfDecember(): Promise<void> {
  city.clock.now = new Date('2026-12-01T09:00:00Z');
  await city.tick();
  await city.drain();
}

describe('somebody typed into the form by name', () => {
  it('is said to be unnoticed where they are shown, and told to registrars and head in the digest', async () => {
    await everybodyHasAnAccount();
    const id = await drafted(city);
    const typed = personInputs(1, 'Stadtarchiv, Redaktion', 'deputy-administrator');
    await city.as(CLERK).press('fill', { draft: id, page: 5, go: 'next' }, typed);
    await handIn(city, id);
    expect((await personCalled(TYPED)).email).toBeNull();
    // Not approved: there is nothing yet that they could take along.
    expect(await shown(id)).not.toContain(UNNOTICED);
    await yesOf(city, id, ...ALL_BODIES);
    const task = (await dossierOf(store, id)).tasks.find(({ kind }) => kind === 'publish')!;
    await city.as(CLERK).press('done', { task: task.id, seen: task.version });
    const card = cardOf(await city.as(HEAD).press('admins', { what: id }));
    const [known, unknown] = card.nodes.filter((node) => node.kind === 'item');
    expect(known?.text).not.toContain(UNNOTICED);
    expect(unknown?.text).toContain(`${UNNOTICED}: Mit dieser Person ist kein dienstliches Konto verbunden. Bitte`);
    expect(unknown?.buttons.map(({ label }) => label)).toContain('Mit Konto verbinden …');
    // Who may read it but can't mend it learns who can.
    const others = await shown(id, 'beratung-soziale-medien');
    expect(others).toContain('Verbinden können es die Berechtigungssteuerung, die Leitung und deren Vertretung.');
    expect(others).not.toContain('Mit Konto verbinden');

    await firstOfDecember();
    for (const who of [REGISTRAR, HEAD]) {
      expect(digestOf(who)).toContain('Personen, deren Weggang nicht auffiele (1)');
      expect(digestOf(who)).toMatch(new RegExp(`${TYPED}\\n.*Rechte an: Facebook`));
    }
    expect(digestOf('leitung-feuerwehr')).not.toContain(TYPED);
    expect(city.faults).toEqual([]);
  });
});

describe('without a link', () => {
  it('nothing opens when the account closes; with it the next word of the directory opens the case', async () => {
    const { id, person } = await withTyped();
    await see('oid-9', { active: true, email: EMAIL, login: 'u9@dortmund.example' });
    await see('oid-8', { active: true, email: 'other@dortmund.example' });
    await see('oid-8', { active: false });
    expect(await cases()).toEqual([]);
    expect(await shown(id)).toContain(UNNOTICED);

    expect(plain(await link())).toContain(`${TYPED} ist jetzt verbunden: Microsoft Entra (offen).`);
    expect(await cases()).toEqual([]);
    expect(await shown(id)).not.toMatch(new RegExp(`${TYPED}[^]*${UNNOTICED}`));
    // Graph's delta names no more than what has changed.
    await see('oid-9', { active: false });
    expect(await cases()).toMatchObject([{ person, state: 'confirmed', reports: { graph: 'confirmed' } }]);
    expect(city.faults).toEqual([]);
  });

  it('an address that only the login is finds the account, too, and in each directory', async () => {
    const { person } = await withTyped();
    await see('oid-9', { active: true, email: 'sammelpost@dortmund.example', login: EMAIL.toUpperCase() });
    await see('U9', { active: true, email: EMAIL }, 'slack');
    expect(plain(await link())).toContain('Microsoft Entra (offen), Slack (offen)');
    expect(await inTx((tx) => accountOf(tx, 'graph', 'oid-9'))).toMatchObject({ person });
    expect(await inTx((tx) => accountOf(tx, 'slack', 'U9'))).toMatchObject({ person });
  });
});

describe('somebody is noticed', () => {
  it('whose account only waits to be seen again: it has the address that the registry has by now', async () => {
    const { id, person } = await withTyped();
    await see('oid-9', { active: true, login: EMAIL });
    expect(await shown(id)).toMatch(new RegExp(`${TYPED}[^]*${UNNOTICED}`));
    await inTx((tx) => tx.update(people).set({ email: EMAIL }).where(eq(people.id, person)));
    expect(await shown(id)).not.toMatch(new RegExp(`${TYPED}[^]*${UNNOTICED}`));
    await see('oid-9', { active: false });
    expect(await cases()).toMatchObject([{ person }]);
  });

  it('who has been reported, and in the local workspace who can be marked as gone', async () => {
    const { id } = await withTyped();
    const own = (text: string) => text.slice(0, text.indexOf(TYPED));
    expect(own(await shown(id))).toContain(UNNOTICED);
    await runsWith('local');
    expect(own(await shown(id))).not.toContain(UNNOTICED);
    expect(await shown(id)).toContain(UNNOTICED);
    await as(REGISTRAR).say(`/channel leave ${TYPED} 31.12.2026`);
    await as(REGISTRAR).click('Ja, Weggang melden');
    expect(await shown(id)).not.toContain(UNNOTICED);
  });
});

describe('linking', () => {
  it('writes it down without the address, and a second time does nothing', async () => {
    const { person } = await withTyped();
    await see('oid-9', { active: true, email: EMAIL });
    await link();
    const row = await personCalled(TYPED);
    expect(row.email).toBe(EMAIL);
    expect(plain(await link())).toContain('schon mit diesem Konto verbunden');
    expect(await personCalled(TYPED)).toEqual(row);
    const trail = (await auditOf(store.db, `person:${person}`)).filter(({ action }) => action === 'account-linked');
    expect(trail).toMatchObject([{ actor: await keyOf(store, REGISTRAR), data: { sources: ['graph'], asked: [] } }]);
    expect(JSON.stringify(trail)).not.toContain(EMAIL);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  });

  it('is for registrars and for who leads an office of the channels, in a DM, and not for oneself', async () => {
    await withTyped();
    await see('oid-9', { active: true, email: EMAIL });
    for (const who of [CLERK, 'leitung-feuerwehr', 'beratung-soziale-medien'])
      expect(plain(await link(who)), who).toContain('Dafür haben Sie keine Berechtigung');
    const room = { where: { id: 'raum-kulturbetriebe', dm: false } };
    const inRoom = await as(REGISTRAR).say(`/kanal berechtigte verbinden @${TYPED} ${EMAIL}`, room);
    expect(plain(inRoom)).toContain('nur im persönlichen Chat');
    const own = (await store.db.select().from(people)).find(({ ref }) => ref === REGISTRAR)!;
    expect(plain(await link(REGISTRAR, EMAIL, own.name))).toContain('keine Berechtigung');
    expect((await personCalled(TYPED)).email).toBeNull();
    expect(plain(await link('stv-leitung-kulturbetriebe'))).toContain('ist jetzt verbunden');
  });

  it('says plainly what is wrong with an address, in the line and under the field', async () => {
    const { person } = await withTyped();
    await see('oid-9', { active: true, email: EMAIL });
    expect(plain(await link(REGISTRAR, 'stadtarchiv'))).toContain('„stadtarchiv“ ist keine E-Mail-Adresse');
    expect(plain(await link(REGISTRAR, 'redaktion@gmx.example'))).toContain(
      'Kein Konto mit dieser Adresse: redaktion@gmx.example',
    );
    expect(plain(await link(REGISTRAR, EMAIL, 'Redaktion Zoo'))).toContain('kenne ich nicht');

    const registrar = as(REGISTRAR);
    const form = await registrar.press('admins-link', { person });
    expect(cardOf(form).form).toBeDefined();
    expect(plain(form)).toContain('Dienstliche E-Mail-Adresse');
    const problems = async (email: string) => plain(await registrar.click('Verbinden', { email }));
    expect(await problems('')).toContain('Diese Angabe fehlt noch');
    expect(await problems('stadtarchiv')).toContain('Das ist keine E-Mail-Adresse');
    expect(await problems('redaktion@gmx.example')).toContain('Kein Konto mit dieser Adresse');
    expect(await problems(` ${EMAIL.toUpperCase()} `)).toContain('ist jetzt verbunden');
    expect((await personCalled(TYPED)).email).toBe(EMAIL);
  });

  it('believes no directory that is no longer in operation', async () => {
    const { id } = await withTyped();
    await see('oid-9', { active: true, email: EMAIL });
    await link();
    await runsWith('slack');
    expect(await shown(id)).toMatch(new RegExp(`${TYPED}[^]*${UNNOTICED}`));
    await see('oid-8', { active: true, email: 'zweite@dortmund.example' });
    expect(plain(await link(REGISTRAR, 'zweite@dortmund.example'))).toContain('Kein Konto mit dieser Adresse');
  });
});

describe('an account that is closed already', () => {
  it('opens the case at once, with the manager whom the directory names, after one more question', async () => {
    const { person } = await withTyped();
    await see('oid-boss', { active: true, email: 'leitung.feuerwehr@dortmund.example' });
    await see('oid-9', { active: true, email: EMAIL, manager: 'oid-boss' });
    await see('oid-9', { active: false });
    await see('U9', { active: false, email: EMAIL }, 'slack');
    expect(await cases()).toEqual([]);
    const asked = await link();
    expect(plain(asked)).toContain('Microsoft Entra (geschlossen), Slack (geschlossen)');
    expect(plain(asked)).toContain('beginnt sofort ein Weggangsfall');
    expect(await cases()).toEqual([]);
    expect((await personCalled(TYPED)).email).toBeNull();

    expect(plain(await as(REGISTRAR).click('Ja, verbinden'))).toContain('Der Weggangsfall hat begonnen');
    const boss = await keyOf(store, 'leitung-feuerwehr');
    const reports = { graph: 'confirmed', slack: 'suspected' };
    expect(await cases()).toEqual([{ person, state: 'confirmed', reports, manager: boss }]);
    expect(await personCalled(TYPED)).toMatchObject({ gone: true, email: EMAIL });
    await city.drain();
    const told = postedWith(city, `Weggangsfall: ${TYPED}`).map(({ to }) => to.user);
    expect(told).toContain('leitung-feuerwehr');
    // The next sweep names the account once more: nothing is said twice.
    await see('oid-9', { active: false, email: EMAIL });
    await see('U9', { active: false, email: EMAIL }, 'slack');
    expect(await cases()).toHaveLength(1);
    expect(plain(await link())).toContain('schon ausgeschieden');
    expect(city.faults).toEqual([]);
  });
});

it('a yes is for the warnings that were shown: what has come meanwhile is asked about', async () => {
  const { person } = await withTyped();
  await see('oid-9', { active: true, email: EMAIL });
  await see('oid-9', { active: false });
  const early = await as(REGISTRAR).press('admins-link', { person, email: EMAIL, sure: 'instead' });
  expect(plain(early)).toContain('beginnt sofort ein Weggangsfall');
  expect(await cases()).toEqual([]);
  // Open again: the warning no longer holds, so nothing is asked.
  await see('oid-9', { active: true });
  expect(plain(await as(REGISTRAR).click('Ja, verbinden'))).toContain('ist jetzt verbunden');
  expect(await cases()).toEqual([]);
});

it('somebody of the organisation file keeps the address that stands there', async () => {
  const { id } = await withTyped();
  await see('oid-1', { active: true, login: 'u4711@dortmund.example' });
  const before = (await store.db.select().from(people)).find(({ ref }) => ref === LEAVER)!;
  const own = (text: string) => text.slice(0, text.indexOf(TYPED));
  expect(own(await shown(id))).toContain(UNNOTICED);
  expect(plain(await link(REGISTRAR, 'u4711@dortmund.example', before.name))).toContain('ist jetzt verbunden');
  expect(await personCalled(before.name)).toEqual(before);
  expect(own(await shown(id))).not.toContain(UNNOTICED);
});

describe('an address that is somebody else’s', () => {
  const other = 'redaktion.zoo@dortmund.example';
  const zoo = async () => {
    const id = await named('Redaktion Zoo');
    await see('oid-zoo', { active: true, email: other });
    await link(REGISTRAR, other, 'Redaktion Zoo');
    return id;
  };

  it('is not taken from a colleague of the organisation: then the rights are handed over', async () => {
    const { person } = await withTyped();
    await see('oid-boss', { active: true, email: 'leitung.bibliothek@dortmund.example' });
    const card = cardOf(await link(REGISTRAR, 'leitung.bibliothek@dortmund.example'));
    expect(card.summary).toContain('Diese Adresse gehört zu Leitung Stadt- und Landesbibliothek');
    expect(labels(card)).toEqual(['Rechte übergeben …']);
    const press = { what: expect.any(String), from: person, to: await keyOf(store, MANAGER) };
    expect(card.nodes.flatMap((node) => (node.kind === 'item' ? node.buttons : []))).toMatchObject([{ args: press }]);
    expect((await personCalled(TYPED)).email).toBeNull();
  });

  it('goes over from somebody who was linked by mistake, when that is confirmed', async () => {
    const { person } = await withTyped();
    const wrong = await zoo();
    const asked = await link(REGISTRAR, other);
    expect(plain(asked)).toContain('Mit dieser Adresse ist bisher Redaktion Zoo verbunden. War das ein Irrtum?');
    expect(await inTx((tx) => accountOf(tx, 'graph', 'oid-zoo'))).toMatchObject({ person: wrong });
    await as(REGISTRAR).click('Ja, verbinden');
    expect(await inTx((tx) => accountOf(tx, 'graph', 'oid-zoo'))).toMatchObject({ person });
    expect(await personCalled('Redaktion Zoo')).toMatchObject({ email: null });
    const trail = await auditOf(store.db, `person:${wrong}`);
    expect(trail.map(({ action }) => action)).toContain('account-unlinked');
    expect(city.faults).toEqual([]);
  });

  it('is a successor’s: whoever had it before keeps their own account, and does not come back', async () => {
    const { person } = await withTyped();
    const before = await zoo();
    await see('oid-zoo', { active: false });
    expect(plain(await link(REGISTRAR, other))).toContain('Ein neues Konto mit dieser Adresse kenne ich nicht');
    await see('oid-new', { active: true, email: other });
    expect(plain(await link(REGISTRAR, other))).toContain('hat die Stadt verlassen. Gehört sie jetzt zu');
    await as(REGISTRAR).click('Ja, verbinden');
    expect(await inTx((tx) => accountOf(tx, 'graph', 'oid-zoo'))).toMatchObject({ person: before });
    expect(await inTx((tx) => accountOf(tx, 'graph', 'oid-new'))).toMatchObject({ person });
    expect(await personCalled('Redaktion Zoo')).toMatchObject({ gone: true, email: null });
    expect(await personCalled(TYPED)).toMatchObject({ gone: false, email: other });
  });

  it('may take the place of another open account', async () => {
    const id = await zoo();
    await see('oid-9', { active: true, email: EMAIL });
    const asked = await link(REGISTRAR, EMAIL, 'Redaktion Zoo');
    expect(plain(asked)).toContain('Bisher ist Redaktion Zoo mit einem anderen Konto verbunden');
    await as(REGISTRAR).click('Ja, verbinden');
    const linked = await store.db.select().from(directoryAccounts).where(eq(directoryAccounts.person, id));
    expect(linked.map(({ externalId }) => externalId)).toEqual(['oid-9']);
    expect(city.faults).toEqual([]);
  });
});

describe('all of them', () => {
  it('are listed for registrars, with people who hold a seat, and for a head as far as their channels go', async () => {
    await everybodyHasAnAccount();
    const { person } = await withTyped();
    const list = cardOf(await as(REGISTRAR).say('/kanal konto verbinden'));
    expect(list.title).toBe('Weggang fiele nicht auf (1)');
    expect(list.nodes.flatMap((node) => (node.kind === 'item' ? node.buttons : []))).toMatchObject([
      { args: { person } },
    ]);
    expect(plain(await city.as('leitung-systemhaus').say('/kanal konto verbinden'))).toContain('fällt es auf');
    expect(plain(await city.as(HEAD).say('/kanal konto verbinden'))).toContain(`${TYPED}`);
    expect(plain(await city.as(CLERK).say('/kanal konto verbinden'))).toContain('keine Berechtigung');

    await inTx((tx) => tx.delete(directoryAccounts).where(eq(directoryAccounts.externalId, 'oid-leitung-feuerwehr')));
    const more = plain(await as(REGISTRAR).say('/kanal konto verbinden'));
    expect(more).toContain('Weggang fiele nicht auf (2)');
    expect(more).toMatch(/Ämter: .*Feuerwehr.* \(Leitung\)/);
  });

  it('are not those of an agency: their contract has an end', async () => {
    await everybodyHasAnAccount();
    const answers = { agencyUsed: 'yes', agency: 'Werbung GmbH', agencyEnd: '2027-06-30' };
    const { id } = await withTyped({ entry: { fromAgency: 'yes' }, answers });
    expect(await shown(id)).not.toContain(UNNOTICED);
    await firstOfDecember();
    expect(digestOf(REGISTRAR)).not.toContain(TYPED);
  });

  it('without any directory it is said once, not of each person', async () => {
    const { id } = await withTyped();
    await withTyped();
    await runsWith();
    const text = await shown(id);
    expect(text.split('Kein Benutzerverzeichnis ist angeschlossen')).toHaveLength(2);
    expect(text).not.toContain(UNNOTICED);
    await firstOfDecember();
    expect(digestOf(REGISTRAR).split('Kein Benutzerverzeichnis ist angeschlossen')).toHaveLength(2);
    expect(digestOf(REGISTRAR)).not.toContain(TYPED);
    expect(digestOf(HEAD)).not.toContain('Benutzerverzeichnis');
  });

  it('fit into every chat in both languages, however many they are', async () => {
    for (let n = 0; n < 30; n++) await withTyped();
    const name = 'Redaktion Stadtarchiv'.repeat(4).slice(0, 78);
    const person = await named(name);
    await see('oid-9', { active: false, email: EMAIL });
    const cards: Card[] = [];
    for (const lang of ['de', 'en'] as const) {
      const says = async (text: string) => cards.push(cardOf(await as(REGISTRAR).say(text, { lang })));
      await says('/channel admins link');
      await says(`/channel admins link ${person} ${EMAIL}`);
      await says(`/channel admins link ${person} leitung.bibliothek@dortmund.example`);
      cards.push(cardOf(await as(REGISTRAR).press('admins-link', { person }, {}, { lang })));
    }
    for (const card of cards) {
      expect(slackFaults(cardToBlockKit(card)), card.title).toEqual([]);
      expect(slackFaults(cardToModal(card, {})), card.title).toEqual([]);
      expect(faultsOf(cardToAdaptiveCard(card)), card.title).toEqual([]);
    }
    expect(labels(cards[0]!)).toHaveLength(15);
    expect(plain({ kind: 'card', card: cards[0]!, replace: false })).toContain('weitere. Sie rücken nach');
  });
});
