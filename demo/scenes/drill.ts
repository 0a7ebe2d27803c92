/** A drill: looks like a real incident, but every card is marked. It touches nothing and has its own figures. */
import { say } from '../../cards/text.ts';
import { CHANNEL, numberSeen, pass, publicState, withCrew } from './incident-crew.ts';

export const drill = withCrew(async (incident) => {
  const { stage, crew, typed, text } = incident;
  const { page, speak } = stage;
  const { ciso, privacy, head, witness, second } = crew;
  const { checks, tell } = text;
  const before = await numberSeen(ciso, 'V');
  const mark = speak('drill.mark');
  // Cards in a room are in the city's language.
  const marks = [mark, say('de')('drill.mark')];
  await ciso.say(`${typed.drill} ${CHANNEL} ${text.drilled}`);
  const number = await numberSeen(ciso, 'Ü');
  page.check(checks.ownNumber, [number.slice(2), number === before], [before.slice(2), false]);
  pass(incident, 2);
  await ciso.press(speak('incident.button.confirm'), number);
  const first = speak('notice.title.first');
  const notice = new RegExp(`^${mark}.*${first}`);
  await stage.look(head, notice, 2);
  await head.press(speak('notice.read'), mark);

  pass(incident, 6);
  page.tell(tell.drillEnds);
  await stage.aside(async () => {
    await privacy.say(`${typed.excluded.replace(/ (\S+)$/, ` ${number} $1`)}`);
    await privacy.say(`${typed.gdpr} ${number}`);
    await privacy.fill({ gdprDecision: 'no-report', gdprReason: text.drillNoReport });
    await privacy.press(speak('gdpr.save'));
    await ciso.say(`${typed.resolve} ${number}`);
    await ciso.press(speak('incident.resolve.leave'), number);
    await ciso.fill({ incidentReason: text.drilled });
    await ciso.press(speak('incident.leave-as.yes'));
    await ciso.say(`${typed.resolve} ${number}`);
    await ciso.say(`${typed.close} ${number}`);
    await ciso.press(speak('incident.close.yes'), number);
  });
  await ciso.say(`${typed.report} ${number}`);
  const report = await stage.look(ciso, speak('report.title', { number }), /^\S.*: \d+/);
  page.check(checks.ownFigures, report.text, new RegExp(`${speak('record.fact.figure.confirmed')}: [2-9]\\b`));
  const everybody = [...Object.values(crew), stage.cast.fb3, stage.cast.registrar];
  const cards = (await Promise.all(everybody.map((person) => person.sights())))
    .flat()
    .filter((one) => one.text.includes(number));
  page.check(
    checks.marked,
    cards.every((card) => marks.some((one) => card.text.startsWith(one)) || card.kind !== 'card'),
    true,
  );
  page.check(checks.inside, [await stage.has(witness, number), await stage.has(second, number)], [false, false]);
  page.check(checks.untouched, await publicState(incident), 'aktiv');
});
