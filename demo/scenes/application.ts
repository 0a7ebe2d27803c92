/** The application is submitted, and the first bodies answer: a Nein that is weighed, and a question. */
import { registrationForm } from '../../cards/registration/registration-form.ts';
import { answersFor, entryOf, fillPages, refuseWith, submit } from '../../test/support/script.ts';
import { cardOf, OVERVIEW, type Scene, type Stage } from '../stage.ts';

const LINK = 'https://m.facebook.com/KulturDortmund/';

export const register: Scene = async (stage) => {
  const { page, words, cast, speak, lang } = stage;
  const { clerk, head, holder } = cast;
  const answers = answersFor(lang, [clerk.name, holder.name]);
  const next = speak('form.next');
  await clerk.say(`/channel register ${LINK}`);
  const step = speak('form.step', { step: 1, of: registrationForm.pages.length });
  await stage.look(
    clerk,
    step,
    step,
    speak('form.prefilled').slice(0, 20),
    speak('field.platform'),
    speak('field.handle'),
    `[${next}]`,
  );
  const recognised = [(await clerk.field('platform')).value, (await clerk.field('handle')).value];
  page.check(words.checks.prefilled, recognised, ['facebook', 'KulturDortmund']);

  await clerk.fill({ ...answers.channel, url: words.wrongLink });
  await clerk.press(next);
  const problem = speak('problem.link-private');
  await stage.look(clerk, problem, speak('form.problems', { count: 1 }), speak('field.url'), problem);
  page.check(words.checks.problem, (await clerk.field('url')).problem?.includes(problem), true);
  page.check(words.checks.kept, (await clerk.field('purpose')).value, answers.channel.purpose);

  await clerk.fill({ url: 'https://www.facebook.com/KulturDortmund' });
  await clerk.press(next);
  const [first, second] = answers.persons;
  // A login that both know: it must be changed when one of them leaves.
  const persons = [first!, { ...second, account: 'shared' }].map((person, entry) => entryOf(person, entry));
  const { operation, moderation, law, security, reasons } = answers;
  await fillPages(clerk, [operation, moderation, law, security, ...persons, reasons], lang);
  const complete = speak('review.complete');
  const review = await stage.look(clerk, complete, complete, /^(\d\.|2\.\d) /, `[${speak('form.submit')}]`);
  page.check(words.checks.complete, review.text.includes(complete), true);

  stage.number = await submit(clerk, lang);
  await stage.look(clerk, speak('submit.then'), 3);
  page.check(words.checks.number, stage.number, /^SN-\d{4}-\d{4}-v1$/);
  page.tell(words.tell.headFirst);
  await stage.look(head, cardOf(stage), ...decision(stage));
  page.check(words.checks.headHasIt, [head.chat, await stage.has(head, cardOf(stage))], ['slack', true]);
  const others = [cast.fb3, cast.privacy, cast.security, cast.fb11, cast.councilDeputy];
  const early = await Promise.all(others.map((person) => stage.has(person, cardOf(stage))));
  page.check(words.checks.othersWait, early.includes(true), false);
};

/** The lines to show of an application's card: its state, who wants what, and how each body has answered. */
const decision = ({ speak }: Stage) => [
  speak('application.state', { state: '' }).trim(),
  speak('application.applicant'),
  speak('field.purpose'),
  OVERVIEW,
  `[${speak('vote.yes')}]`,
];

export const no: Scene = async (stage) => {
  const { page, words, cast, speak, lang } = stage;
  const { clerk, head, fb3, privacy, security, fb11, councilDeputy } = cast;
  await head.press(speak('vote.yes'), stage.number);
  const asked = await Promise.all([fb3, privacy, security].map((person) => stage.has(person, cardOf(stage))));
  page.check(words.checks.asked, asked, [true, true, true]);

  await refuseWith(fb3, stage.number, words.reason, lang);
  await stage.look(fb3, speak('vote.saved', { body: speak('body.fb3'), answer: speak('answer.no') }), /./);
  const heard = `„${words.reason}“`;
  await stage.look(clerk, heard, heard, speak('news.no.weigh').slice(0, 20));
  page.check(words.checks.told, [await stage.has(clerk, heard), await stage.has(head, heard)], [true, true]);
  const early = await Promise.all([fb11, councilDeputy].map((person) => stage.has(person, cardOf(stage))));
  page.check(words.checks.notYet, early, [false, false]);

  await head.press(speak('weigh.button', { body: speak('body.fb3') }), stage.number);
  await head.fill({ weighing: words.weighing });
  await head.press(speak('weigh.save'));
  await stage.look(clerk, words.weighing, OVERVIEW, words.reason, words.weighing);
  const seen = await Promise.all([clerk, fb3, privacy].map((person) => stage.has(person, words.weighing)));
  page.check(words.checks.weighed, seen, [true, true, true]);
  const now = await Promise.all([fb11, councilDeputy].map((person) => stage.has(person, cardOf(stage))));
  page.check(words.checks.nowAsked, now, [true, true]);

  page.tell(words.tell.question);
  await privacy.press(speak('ask.button'), stage.number);
  await privacy.fill({ question: words.question });
  await privacy.press(speak('ask.save'));
  const state = speak('application.state', { state: speak('state.query') });
  const asking = await clerk.sees(cardOf(stage));
  page.check(words.checks.query, asking.text.includes(state), true);
  await clerk.press(speak('reply.button'));
  await stage.look(clerk, words.question, words.question);
  await clerk.fill({ answer: words.answer });
  await clerk.press(speak('reply.save'));
  const shared = await Promise.all([privacy, fb3, security].map((person) => stage.has(person, words.answer)));
  page.check(words.checks.answered, shared, [true, true, true]);
  await privacy.press(speak('vote.yes'), stage.number);
  page.tell(words.tell.security);
  await security.press(speak('vote.yes'), stage.number);
};
