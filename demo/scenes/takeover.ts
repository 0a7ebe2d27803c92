/**
 * A channel is taken over: one line declares it, those who must know are told, and posting stops on related channels,
 * too.
 */
import { begun, buttonOf, CHANNEL, numberSeen, pass, publicState, withCrew } from './incident-crew.ts';

export const takeover = withCrew(async (incident) => {
  const { stage, crew, typed, text } = incident;
  const { page, speak } = stage;
  const { witness, second, ciso, press, approver, head } = crew;
  const { checks, tell } = text;
  await witness.say(`${typed.declare} ${CHANNEL} ${text.seen}`);
  const number = await numberSeen(witness, 'V');
  const title = speak('incident.declared.title', { number });
  await stage.look(witness, title, speak('incident.severity'), speak('incident.role.lead'), '⚠️');
  page.check(checks.declared, await stage.has(witness, title), true);
  await second.say(`${typed.declare} ${CHANNEL} ${text.seenToo}`);
  await stage.look(second, speak('incident.already.title'), number);
  page.check(checks.once, await numberSeen(second, 'V'), number);
  page.check(checks.compromised, await publicState(incident), 'kompromittiert');

  const state = (name: 'reported' | 'confirmed') =>
    speak('incident.is', { state: speak(`incident.state.${name}`), severity: '' }).split('.')[0]!;
  page.tell(tell.room);
  // Cards in a room are in the city's language; in English everybody looks at their own.
  if (stage.lang === 'en') await ciso.say(typed.show);
  const roles = (['lead', 'owner', 'press', 'approver', 'privacy'] as const).map(
    (role) => `${speak(`incident.role.${role}`)}:`,
  );
  await stage.look(ciso, state('reported'), state('reported'), ...roles, '•');
  const inRoom = async (person: typeof ciso) => (await person.sights()).some(({ room }) => room.includes(number));
  page.check(checks.inRoom, await Promise.all([ciso, press, approver, witness, second].map(inRoom)), [
    true,
    true,
    true,
    false,
    false,
  ]);

  pass(incident, 4);
  page.tell(tell.confirm);
  await ciso.press(speak('incident.button.confirm'), number);
  const first = speak('notice.title.first');
  await stage.look(head, first, speak('notice.first.todo').slice(0, 25), '[');
  const told = await Promise.all(
    [press, approver, head, crew.privacy, crew.clerk, second].map((one) => stage.has(one, first)),
  );
  page.check(checks.told, told, [true, true, true, true, true, false]);
  await head.press(speak('notice.read'), first);
  await press.press(speak('notice.read'), first);
  await ciso.say(typed.internal);
  const internal = await stage.look(ciso, speak('internal.title', { number }), /\d+ (von|of) \d+/);
  page.check(checks.read, internal.text, /\b3 (von|of) \d+ /);

  pass(incident, 2);
  page.tell(tell.stop);
  await ciso.press(speak('incident.button.stop'), number);
  const stopTitle = speak('dormant.stop.title', { number });
  const asked = await stage.look(ciso, stopTitle, ' – ', /^\[/);
  page.check(checks.blast, asked.text.includes(begun(speak('incident.tie.administrator', { name: '\u0000' }))), true);
  await ciso.press(
    await buttonOf(ciso, begun(speak('dormant.stop.yes', { count: '\u0000' } as never)).trim()),
    stopTitle,
  );
  const mine = speak('mine.title', { number });
  await stage.look(crew.clerk, mine, speak('mine.how').slice(0, 20), /^\[.*\d/);
  await crew.clerk.press(await buttonOf(crew.clerk, begun(speak('mine.all', { count: '\u0000' } as never))), mine);
  await ciso.say(typed.board);
  const board = await stage.look(ciso, speak('board.title', { number, count: 0, all: 1 }), /./);
  page.check(checks.stopped, board.text, /: 2 (von|of) \d/);
});
