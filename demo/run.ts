/**
 * `npm run demo`: plays the whole story on a throw-away database and prints a transcript. The exit code is 0 only if
 * every result was right.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { langOf } from '../adapters/operation/tool.ts';
import type { Lang } from '../bot/chat.ts';
import { addDays } from '../bot/time/calendar.ts';
import { berlinDay } from '../bot/time/day.ts';
import { sayDate } from '../cards/text.ts';
import { openPglite, type Store } from '../db/connect.ts';
import { WORDS } from './demo-words.ts';
import { SCENE_PLAN } from './scenes/plan.ts';
import { openStage, type Stage } from './stage.ts';
import { CheckFailed } from './transcript.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function play(stage: Stage): Promise<void> {
  const { page, words, city, lang } = stage;
  page.title();
  for (const [index, { name, play: scene, days, asleep }] of SCENE_PLAN.entries()) {
    if (asleep) city.clock.forward(days);
    else if (days > 0) await stage.until(addDays(berlinDay(city.clock.now()), days));
    const { title, about } = words.scenes[name];
    page.scene(index + 1, title, sayDate(lang, city.clock.now()), about);
    await scene(stage);
  }
  const complaints = city.takeLines();
  // Throws if a chat would have refused something.
  await city.close();
  page.tell('');
  page.check(words.checks.clean, complaints, []);
}

async function run(lang: Lang): Promise<number> {
  const words = WORDS[lang];
  const began = performance.now();
  const dir = mkdtempSync(join(tmpdir(), 'kanalwacht-demo-'));
  let store: Store | undefined;
  let stage: Stage | undefined;
  try {
    store = await openPglite();
    stage = await openStage(store, dir, lang, print);
    await play(stage);
    const { checks } = stage.page;
    stage = undefined;
    print('');
    print(words.end(checks, Math.round((performance.now() - began) / 1000)));
    return 0;
  } catch (error) {
    print('');
    if (!(error instanceof CheckFailed)) print(error instanceof Error ? (error.stack ?? error.message) : String(error));
    for (const { msg, err, reason } of stage?.city.takeLines() ?? [])
      print(`  ${msg}: ${err?.message ?? reason ?? ''}`);
    print(words.failed);
    return 1;
  } finally {
    await stage?.city.close().catch(() => {});
    await store?.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const argv = process.argv.slice(2);
const lang = langOf(argv);
if (argv.includes('--help') || argv.includes('-h')) print(WORDS[lang].help);
else process.exitCode = await run(lang);
