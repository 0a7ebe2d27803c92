/** After the approval: tasks and publication. Half a year later: the renewal. */
import { answersFor, submit } from '../../test/support/script.ts';
import { cardOf, OVERVIEW, type Scene } from '../stage.ts';

export const tasks: Scene = async (stage) => {
  const { page, words, cast, speak } = stage;
  const { clerk, holder, systemhaus, fb3 } = cast;
  page.tell(words.tell.tasks);
  await stage.look(
    systemhaus,
    speak('task.unblock.title', { name: clerk.name }),
    speak('task.unblock.done'),
    stage.number,
  );
  await systemhaus.press(speak('task.unblock.done'));
  const done = (name: string) =>
    speak('task.done', { by: name, at: '' })
      .trim()
      .replace(/[,.]\s*$/, '');
  page.check(words.checks.unblocked, await stage.has(systemhaus, done(systemhaus.name)), true);
  for (const person of [clerk, holder]) {
    if (person === clerk) await stage.look(clerk, speak('task.conduct.title'), /^[1-3]\./, speak('task.conduct.done'));
    await person.press(speak('task.conduct.done'));
    if (person === clerk)
      await stage.look(
        clerk,
        speak('task.consent.title'),
        speak('task.consent.text', { channel: '' }).slice(-60),
        speak('task.consent.give'),
      );
    await person.press(speak('task.consent.give'));
  }
  const both = async (text: (name: string) => string) =>
    Promise.all([clerk, holder].map((person) => stage.has(person, text(person.name))));
  page.check(words.checks.conduct, await both(done), [true, true]);
  const agreed = (name: string) =>
    speak('task.consent.yes', { by: name, at: '' })
      .trim()
      .replace(/[,.]\s*$/, '');
  page.check(words.checks.consent, await both(agreed), [true, true]);
  await clerk.press(speak('task.publish.done'));
  const state = speak('application.state', { state: speak('state.published') });
  await stage.look(clerk, state, state);
  page.check(words.checks.published, await stage.has(clerk, state), true);
  page.pause();
  await fb3.say('/channel list kultur');
  const title = speak('list.title', { total: 1 });
  const list = await stage.look(fb3, title, 'Kulturbetriebe', speak('channel.published'), stage.number);
  page.check(words.checks.list, list.text.includes(speak('channel.published')), true);
};

export const renewal: Scene = async (stage) => {
  const { page, words, cast, speak, lang } = stage;
  const { clerk, head, fb3, privacy, security, fb11, councilDeputy } = cast;
  const old = stage.number;
  const before = answersFor(lang, [clerk.name, cast.holder.name]).channel.purpose as string;
  await clerk.say(`/channel renew ${old}`);
  await clerk.fill({ purpose: words.newPurpose });
  for (let step = 0; step < 7; step++) await clerk.press(speak('form.next'));
  stage.number = await submit(clerk, lang);
  page.check(words.checks.version, stage.number, old.replace('-v1', '-v2'));
  const change = speak('application.change', { before, after: words.newPurpose });
  const note = speak('application.head-note');
  const sight = await stage.look(
    head,
    cardOf(stage),
    note,
    change,
    speak('application.changes', { count: 1 }),
    OVERVIEW,
    speak('vote.unchanged', { answer: speak('answer.yes') }),
  );
  page.check(
    words.checks.diff,
    [sight.text.includes(change), sight.text.includes(speak('application.changes', { count: 1 }))],
    [true, true],
  );
  page.check(words.checks.note, sight.text.includes(note), true);

  page.tell(words.tell.unchanged);
  const unchanged = (answer: 'yes' | 'no') => speak('vote.unchanged', { answer: speak(`answer.${answer}`) });
  await head.press(unchanged('yes'), stage.number);
  await fb3.press(unchanged('no'), stage.number);
  page.tell(words.tell.weighedAgain);
  await head.press(speak('weigh.button', { body: speak('body.fb3') }), stage.number);
  await head.fill({ weighing: words.weighing });
  await head.press(speak('weigh.save'));
  for (const person of [privacy, security, fb11, councilDeputy]) await person.press(unchanged('yes'), stage.number);
  const approved = speak('application.state', { state: speak('state.approved') });
  const done = await stage.look(
    clerk,
    new RegExp(`${cardOf(stage)}[\\s\\S]*${approved}`),
    approved,
    OVERVIEW,
    speak('application.unchanged'),
    speak('application.earlier'),
    old,
  );
  page.check(words.checks.unchanged, done.text.split(speak('application.unchanged')).length - 1, 6);
  page.check(words.checks.archived, done.text.includes(speak('state.archived')), true);
  await clerk.press(speak('task.publish.done'), stage.number);
};
