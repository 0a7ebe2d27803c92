/**
 * The restore: compared with the state before, released by a second person. The incident closes only when its gate is
 * passed, and its record is kept.
 */
import { createHash } from 'node:crypto';
import { openSteps, stepsTitle } from './frozen.ts';
import {
  begun,
  codesOf,
  type Incident,
  numberSeen,
  pass,
  publicState,
  RELATED,
  tickAll,
  withCrew,
} from './incident-crew.ts';
import { drafted, published } from './outside.ts';

const AS_IT_WAS = { name: 'Kulturbetriebe Dortmund', handle: 'KulturDortmund' };

export const restored = withCrew(async (incident) => {
  const { stage, crew, typed, text } = incident;
  const { page, speak } = stage;
  const { ciso, security, head } = crew;
  const { checks, tell } = text;
  const { bio: _, ...rest } = text.snapshot;
  const number = await numberSeen(ciso, 'V');
  pass(incident, 12);
  await ciso.say(`${typed.update} ${text.update}`);
  await stage.look(head, text.update, text.update);
  page.check(checks.update, await stage.has(head, text.update), true);
  await stage.aside(() => ciso.say(typed.secured));
  await ciso.press(speak('incident.button.contain'), number);
  page.check(checks.contained, await stage.has(ciso, stateOf(incident, 'contained')), true);

  pass(incident, 40);
  page.tell(tell.back);
  await openSteps(incident, ciso);
  const steps = stepsTitle(incident);
  await ciso.press(speak('steps.restore'), steps);
  await ciso.fill({ bio: text.newBio, ...AS_IT_WAS, ...rest });
  await ciso.press(speak('restore.restore.save'));
  await tickAll(incident, ciso, codesOf('facebook', 'restore'));
  await openSteps(incident, ciso);
  const diff = await stage.look(ciso, steps, speak('steps.differences'), text.newBio);
  const release = speak('steps.release');
  page.check(checks.diff, [diff.text.includes(text.newBio), diff.buttons.includes(release)], [true, false]);
  await ciso.press(speak('steps.explain'), steps);
  await ciso.fill({ bio: text.why });
  await ciso.press(speak('restore.explain.save'));
  await ciso.press(release, steps);
  const refusal = speak('refusal.same-person');
  page.check(checks.sameAgain, await stage.has(ciso, refusal), true);
  await openSteps(incident, security);
  await security.press(release, steps);
  page.check(checks.active, await publicState(incident), 'aktiv');

  page.tell(tell.related);
  await stage.aside(async () => {
    await ciso.say(`${typed.secured} ${RELATED}`);
    await ciso.say(`${typed.restore} ${RELATED}`);
  });
  await tickAll(incident, ciso, codesOf('flickr', 'restore'), RELATED);
  await stage.aside(async () => {
    await security.say(`${typed.secured} ${RELATED}`);
    await security.press(release, RELATED);
  });
  await ciso.press(speak('incident.button.resolve'), number);
  page.check(checks.restored, await stage.has(ciso, stateOf(incident, 'restored')), true);
});

const stateOf = ({ stage: { speak } }: Incident, state: 'contained' | 'restored' | 'closed'): string =>
  begun(speak('incident.is', { state: speak(`incident.state.${state}`), severity: '\u0000' }));

export const closed = withCrew(async (incident) => {
  const { stage, crew, typed, text } = incident;
  const { page, speak, city } = stage;
  const { ciso, privacy } = crew;
  const { checks, tell } = text;
  const number = await numberSeen(ciso, 'V');
  const close = speak('incident.button.close');
  await ciso.press(close, number);
  const gateTitle = speak('incident.close.title', { number });
  const gates = [
    speak('incident.gate.texts', { count: 1 }),
    speak('incident.gate.data-loss'),
    speak('incident.gate.gdpr'),
  ];
  const gate = await stage.look(ciso, gateTitle, '⚠️', ...gates);
  page.check(
    checks.gate,
    gates.map((one) => gate.text.includes(one)),
    [true, true, true],
  );
  page.check(checks.notYet, await stage.has(ciso, stateOf(incident, 'closed')), false);

  pass(incident, 10);
  await privacy.say(typed.excluded);
  await privacy.say(typed.gdpr);
  await stage.look(privacy, speak('gdpr.title'), begun(speak('gdpr.intro', { aware: '\u0000', at: '\u0000' })));
  await privacy.fill({ gdprDecision: 'no-report', gdprReason: text.noReport });
  await privacy.press(speak('gdpr.save'));
  const decided = speak('gdpr.saved-no-report');
  await stage.look(privacy, decided, decided);
  page.check(checks.gdpr, await stage.has(privacy, decided), true);
  page.tell(tell.allClear);
  let title = '';
  await stage.aside(async () => {
    title = await drafted(incident, 2, 'all-clear', text.allClear);
    await published(incident, title, text.pageClear, false);
  });
  await stage.look(crew.press, title, 2, text.pageClear);
  await ciso.press(close, number);
  await ciso.press(speak('incident.close.yes'), number);
  await stage.look(ciso, stateOf(incident, 'closed'), 2);
  page.check(checks.closed, await stage.has(ciso, stateOf(incident, 'closed')), true);

  page.tell(tell.record);
  await ciso.say(`${typed.export} ${number} json`);
  const link = await stage.look(ciso, speak('export.title', { number }), 'SHA-256');
  const door = /\/files\/[^"\\\s)]+/.exec(JSON.stringify(link.source))![0];
  const file = Buffer.from(await (await fetch(`${city.url}${door}`)).arrayBuffer());
  page.check(checks.sum, createHash('sha256').update(file).digest('hex'), /[0-9a-f]{64}/.exec(link.text)![0]);
  const record = JSON.parse(file.toString()) as { number: string; timeline: unknown[] };
  page.check(checks.record, [record.number, record.timeline.length > 40], [number, true]);
  await ciso.say(`${typed.report} ${number}`);
  const report = await stage.look(ciso, speak('report.title', { number }), /^\S.*: \d+/);
  page.check(checks.figures, report.text.includes(speak('report.never')), false);
});
