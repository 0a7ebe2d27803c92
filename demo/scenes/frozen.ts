/**
 * The channel goes dormant: its state is recorded first, each step has its proof, a second person confirms, and the
 * public list shows it.
 */
import type { Sight } from '../../test/support/story.ts';
import {
  begun,
  buttonOf,
  codesOf,
  HIT,
  type Incident,
  numberSeen,
  PROOF,
  pass,
  publicState,
  tickAll,
  withCrew,
} from './incident-crew.ts';

/** Opens the steps of the affected channel from the board. */
export async function openSteps({ stage, typed }: Incident, who: Incident['crew']['ciso']): Promise<void> {
  await stage.aside(async () => {
    await who.say(typed.board);
    await who.press(stage.speak('board.steps'));
  });
}
export const stepsTitle = ({ stage }: Incident): string => stage.speak('steps.title', { channel: HIT });

export const frozen = withCrew(async (incident) => {
  const { stage, crew, typed, text } = incident;
  const { page, speak } = stage;
  const { ciso, security, press } = crew;
  const { checks, tell } = text;
  const number = await numberSeen(ciso, 'V');
  pass(incident, 3);
  await ciso.press(speak('incident.button.dormant'), number);
  const title = speak('dormant.dormant.title', { number });
  await stage.look(ciso, title, /./);
  await ciso.press(await buttonOf(ciso, begun(speak('dormant.dormant.yes', { count: '\u0000' } as never))), title);
  await openSteps(incident, ciso);
  const steps = stepsTitle(incident);
  const before = await stage.look(
    ciso,
    steps,
    speak('steps.snapshot-first').slice(0, 30),
    `[${speak('steps.snapshot')}]`,
  );
  page.check(checks.snapshotFirst, ticks(before, speak('steps.tick-proof'), speak('steps.tick')), 0);
  await ciso.press(speak('steps.snapshot'), steps);
  await ciso.fill(text.snapshot);
  await ciso.press(speak('snapshot.save'));

  page.tell(tell.steps);
  await ciso.press(speak('steps.tick-proof'), steps);
  await ciso.fill({ evidence: PROOF });
  await ciso.press(speak('dormant.tick.save'));
  await tickAll(incident, ciso, codesOf('facebook', 'S1').slice(1));
  await openSteps(incident, ciso);
  const label = speak('steps.second', { stage: speak('incident.stage.S1') });
  const awaits = speak('steps.awaits-second');
  await ciso.press(label, steps);
  const refusal = speak('refusal.same-person');
  await stage.look(ciso, refusal, refusal);
  page.check(
    checks.samePerson,
    [await stage.has(ciso, refusal), await publicState(incident)],
    [true, 'kompromittiert'],
  );
  await openSteps(incident, security);
  const waiting = await stage.look(security, awaits, awaits, `[${label}]`);
  page.check(checks.waits, waiting.text.includes(awaits), true);
  await security.press(label, steps);
  await press.say(typed.board);
  const board = speak('board.title', { number, count: 1, all: 1 });
  await stage.look(press, board, 3);
  page.check(checks.dormant, await stage.has(press, board), true);
  page.check(checks.public, await publicState(incident), 'ruhend');
  await stage.aside(() => press.say(typed.list));
  const list = await press.sees('Flickr');
  page.check(checks.listed, list.text.includes(speak('channel.dormant')), true);
});

const ticks = ({ buttons }: Sight, ...labels: string[]): number => buttons.filter((one) => labels.includes(one)).length;
