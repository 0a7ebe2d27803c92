/** A screenshot from somebody's hand to the incident's record and out again, through the real doors of each chat. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChatName } from '../../bot/chat.ts';
import { wallTime } from '../../bot/time/calendar.ts';
import { verifyAudit } from '../../db/audit.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { evidenceOf } from '../../db/incident/evidence.ts';
import { freshStore, wipe } from '../support/db.ts';
import { incidentRows } from '../support/incident.ts';
import { openCity } from '../support/story.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());

it.each(['slack', 'teams', 'local'] as const satisfies ChatName[])('in %s', async (chat) => {
  await wipe(store);
  const city = await openCity({ store, chats: [chat], begin: wallTime('2026-11-23', '09:00') });
  try {
    const { id } = await incidentRows(store, city.clock.now());
    const ciso = await city.person('ciso');
    await ciso.hand.send({ name: 'Bildschirmfoto.png', type: 'image/png', bytes: PNG });
    await city.settle();
    await ciso.sees(/als Beleg zu V-2026-0001 abgelegt/);
    const files = await store.db.transaction((tx) => evidenceOf(tx as Tx, id));
    expect(files).toMatchObject([{ name: 'Bildschirmfoto.png', state: 'stored', size: PNG.length, chat }]);
    await ciso.say('vorfall belege V-2026-0001');
    expect((await ciso.sees('V-2026-0001: 1 Beleg')).text).toContain(files[0]!.sha256);
    await ciso.press('Link zur Datei');
    const shown = await ciso.sees('Beleg zu V-2026-0001\n');
    // Slack shows the name of a link, not its address.
    const [path] = /\/files\/d_[\w-]+\.[\w-]+/.exec(`${shown.text} ${JSON.stringify(shown.source)}`) ?? [''];
    const answer = await fetch(`${city.url}${path}`);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  } finally {
    await city.close();
  }
});
