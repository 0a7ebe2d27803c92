/** The modal from the command to the last step, against the fake, with a shell written by hand. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Inbound } from '../../../bot/chat.ts';
import type { Node } from '../../../cards/node.ts';
import type { Reply } from '../../../cards/reply.ts';
import type { SlackUser } from '../../support/slack-fake-port.ts';
import { CLERK, card, fault, gate, type Harness, HEAD, makeCard, makeForm, notice, startHarness } from './harness.ts';

let harness: Harness;
afterEach(async () => {
  expect(harness.fake.faults).toEqual([]);
  await harness.close();
});

const opensForm = (what: Inbound['do']): boolean =>
  what.kind === 'say' ? what.text.includes('register') : what.name === 'form.open' || what.args.go === 'open';

async function start(
  answer: (inbound: Inbound) => Reply | Promise<Reply>,
  more: Parameters<typeof startHarness>[0] = {},
) {
  harness = await startHarness({ answer, opensForm, ...more });
  return harness.fake.user(CLERK);
}

/** With little patience the command is answered before its modal is filled; this waits for the form. */
async function opened(clerk: SlackUser): Promise<void> {
  const filled = harness.fake.next('views.update');
  await clerk.command('/channel', 'register x');
  await filled;
}

const methods = () =>
  harness.fake.calls
    .map((call) => call.method)
    .filter((method) => !['auth.test', 'users.info', 'conversations.open'].includes(method));

describe('a command that opens a form', () => {
  it('opens a modal before the shell is done, and fills it', async () => {
    const work = gate();
    const clerk = await start(async () => {
      await work.opened;
      return card(makeForm());
    });
    const typed = clerk.command('/channel', 'register https://www.facebook.com/stadt');
    await harness.fake.next('views.open');
    expect(clerk.modal()?.text).toContain('Wird geladen');
    work.open();
    await typed;
    expect(methods()).toEqual(['views.open', 'views.update']);
    expect(clerk.modal()).toMatchObject({
      title: 'Antrag',
      submit: 'Weiter',
      buttons: ['▸ Weitere Angaben', 'Später weiter'],
    });
    expect(harness.heard[0]?.do).toEqual({ kind: 'say', text: 'channel register https://www.facebook.com/stadt' });
  });

  it('shows a card or a sentence in the same modal when there is no form', async () => {
    const replies = [
      card(makeCard({ title: 'Schon bekannt' })),
      notice('Das dürfen Sie nicht.'),
      { kind: 'none' } as const,
    ];
    const clerk = await start(() => replies.shift() as Reply);
    await clerk.command('/channel', 'register x');
    expect(clerk.modal()).toMatchObject({ title: 'Schon bekannt' });
    expect(clerk.modal()?.submit).toBeUndefined();
    await clerk.closeModal();
    await clerk.command('/channel', 'register y');
    expect(clerk.modal()?.text).toContain('Das dürfen Sie nicht.');
    await clerk.closeModal();
    await clerk.command('/channel', 'register z');
    expect(clerk.modal()?.text).toContain('Erledigt');
  });
});

describe('a submission', () => {
  it('steps on with the entered values', async () => {
    const clerk = await start((inbound) => card(makeForm({ step: inbound.do.kind === 'say' ? 1 : 2 }), true));
    await clerk.command('/channel', 'register x');
    await clerk.fill({ Zweck: 'Veranstaltungen ankündigen' }).submit();
    expect(harness.heard[1]?.do).toEqual({
      kind: 'press',
      name: 'form.step',
      args: { draft: 'd1', step: 1, go: 'next' },
      inputs: { purpose1: 'Veranstaltungen ankündigen' },
    });
    expect(clerk.modal()?.inputs.map((input) => input.name)).toEqual(['purpose2']);
  });

  it('shows problems under the fields, and everything typed stays', async () => {
    const clerk = await start((inbound) =>
      card(makeForm(inbound.do.kind === 'say' ? {} : { problem: 'Bitte genauer.' }), true),
    );
    await clerk.command('/channel', 'register x');
    await clerk.fill({ Zweck: 'kurz' }).submit();
    expect(clerk.modal()?.inputs).toEqual([
      { name: 'purpose1', label: 'Zweck', value: 'kurz', problem: 'Bitte genauer.' },
    ]);
  });

  it('draws the step again when a problem lies in a closed fold', async () => {
    const clerk = await start((inbound) => {
      const form = makeForm();
      const fold = form.nodes[2];
      if (inbound.do.kind === 'press' && fold?.kind === 'fold' && fold.nodes[0]?.kind === 'area')
        fold.nodes[0].problem = 'Zu lang.';
      return card(form, true);
    });
    await clerk.command('/channel', 'register x');
    await clerk.fill({ Zweck: 'Bürgerdialog' }).submit();
    expect(clerk.modal()?.inputs).toMatchObject([{ name: 'purpose1', value: 'Bürgerdialog' }, { name: 'remark' }]);
    expect(clerk.modal()?.text).toContain('Zu lang.');
  });

  it('ends with a sentence in the modal, with nothing, or with a card outside', async () => {
    const replies = [
      card(makeForm()),
      notice('Eingereicht.'),
      card(makeForm()),
      { kind: 'none' } as const,
      card(makeForm()),
      card(makeCard()),
    ];
    const clerk = await start(() => replies.shift() as Reply);
    const submit = async () => {
      await clerk.command('/channel', 'register x', { room: 'social-media' });
      await clerk.fill({ Zweck: 'Information' }).submit();
    };
    await submit();
    expect(clerk.modal()?.text).toContain('Eingereicht.');
    await clerk.closeModal();
    await submit();
    expect(clerk.modal()).toBeUndefined();
    const outside = harness.fake.next('response_url');
    await submit();
    expect(clerk.modal()).toBeUndefined();
    await outside;
    expect(clerk.messages('social-media')).toMatchObject([{ only: clerk.id }]);
    expect(clerk.last('social-media')).toContain('Zwei Kanäle.');
  });

  it('answers in time when the shell is slow, and fills the modal later', async () => {
    const work = gate();
    const clerk = await start(
      async (inbound) => {
        if (inbound.do.kind === 'press') await work.opened;
        return card(makeForm({ step: inbound.do.kind === 'say' ? 1 : 2 }), true);
      },
      { door: { patience: { answer: 50, settle: 0 } } },
    );
    await opened(clerk);
    await clerk.fill({ Zweck: 'Information' }).submit();
    expect(clerk.modal()?.text).toContain('Wird geladen');
    const filled = harness.fake.next('views.update');
    work.open();
    await filled;
    expect(clerk.modal()?.inputs.map((input) => input.name)).toEqual(['purpose2']);
  });
});

describe('when the shell fails', () => {
  it('keeps the form with all that was typed and says so under its first field', async () => {
    const clerk = await start((inbound) => {
      if (inbound.do.kind === 'press') throw new Error('database gone');
      return card(makeForm());
    });
    await clerk.command('/channel', 'register x');
    await clerk.fill({ Zweck: 'Information' }).submit();
    expect(clerk.modal()?.inputs).toMatchObject([
      { name: 'purpose1', value: 'Information', problem: expect.stringContaining('noch einmal') },
    ]);
    expect(harness.lines.filter((line) => line.level === 'error')).toHaveLength(1);
  });

  it('brings the form back with all that was typed when it fails late', async () => {
    const work = gate();
    const clerk = await start(
      async (inbound) => {
        if (inbound.do.kind === 'say') return card(makeForm());
        await work.opened;
        throw new Error('database gone');
      },
      { door: { patience: { answer: 50, settle: 0 } } },
    );
    await opened(clerk);
    await clerk.fill({ Zweck: 'Information' }).submit();
    const restored = harness.fake.next('views.update');
    work.open();
    await restored;
    expect(clerk.modal()).toMatchObject({ submit: 'Weiter', inputs: [{ name: 'purpose1', value: 'Information' }] });
    expect(clerk.modal()?.text).toContain('noch einmal');
  });

  it('says the shell’s own words where it has stored nothing', async () => {
    const clerk = await start((inbound) => (inbound.do.kind === 'say' ? card(makeForm()) : fault('Nummer ABC')));
    await clerk.command('/channel', 'register x');
    await clerk.fill({ Zweck: 'Information' }).submit();
    expect(clerk.modal()?.inputs).toMatchObject([{ value: 'Information', problem: 'Nummer ABC' }]);
    await clerk.click('Später weiter');
    expect(clerk.modal()).toMatchObject({ inputs: [{ value: 'Information' }] });
    expect(clerk.modal()?.text).toContain('Nummer ABC');
  });

  it('brings every kind of entry back', async () => {
    const options = ['Ja', 'Nein'].map((label) => ({ value: label.toLowerCase(), label }));
    const many = Array.from({ length: 120 }, (_, index) => ({ value: `o${index}`, label: `Wahl ${index}` }));
    const base = { required: false };
    const nodes: Node[] = [
      { kind: 'area', name: 'area', label: 'Text', max: 100, ...base },
      { kind: 'number', name: 'number', label: 'Zahl', ...base },
      { kind: 'date', name: 'date', label: 'Tag', ...base },
      { kind: 'choice', name: 'few', label: 'Wahl', options, ...base },
      { kind: 'choice', name: 'many', label: 'Große Wahl', options: many, ...base },
      { kind: 'choices', name: 'choices', label: 'Mehrere', options, ...base },
      { kind: 'person', name: 'person', label: 'Person', options: [], ...base },
      { kind: 'line', name: 'emptied', label: 'Geleert', value: 'vorher', max: 100, ...base },
    ];
    const work = gate();
    const clerk = await start(
      async (inbound) => {
        if (inbound.do.kind === 'say') return card(makeForm({ nodes }));
        await work.opened;
        throw new Error('database gone');
      },
      { door: { patience: { answer: 50, settle: 0 } } },
    );
    await opened(clerk);
    const entries = {
      area: 'zwei\nZeilen',
      number: '12',
      date: '2026-12-24',
      few: 'ja',
      many: 'o119',
      choices: ['nein'],
      person: HEAD,
    };
    await clerk.fill({ ...entries, emptied: null }).submit();
    const restored = harness.fake.next('views.update');
    work.open();
    await restored;
    const shown = Object.fromEntries(clerk.modal()?.inputs.map((input) => [input.name, input.value]) ?? []);
    expect(shown).toMatchObject({ ...entries, person: harness.fake.user(HEAD).id, emptied: null });
  });

  it('says so in the modal when it fails while opening', async () => {
    const clerk = await start(() => {
      throw new Error('database gone');
    });
    await clerk.command('/channel', 'register x');
    expect(clerk.modal()?.text).toContain('nicht geklappt');
  });

  it('leaves the modal as it is after a failed press in it, with a warning above', async () => {
    const clerk = await start((inbound) => {
      if (inbound.do.kind === 'press') throw new Error('database gone');
      return card(makeForm());
    });
    await clerk.command('/channel', 'register x');
    await clerk.fill({ Zweck: 'Information' }).click('Später weiter');
    expect(clerk.modal()).toMatchObject({ inputs: [{ value: 'Information' }] });
    expect(clerk.modal()?.text).toContain('nicht geklappt');
  });
});

describe('a press in the modal', () => {
  it('brings the typed values along and draws the answer in place', async () => {
    const clerk = await start((inbound) => (inbound.do.kind === 'say' ? card(makeForm()) : notice('Gespeichert.')));
    await clerk.command('/channel', 'register x');
    await clerk.fill({ Zweck: 'Information' }).click('Später weiter');
    expect(harness.heard[1]?.do).toEqual({
      kind: 'press',
      name: 'form.save',
      args: { draft: 'd1' },
      inputs: { purpose1: 'Information' },
    });
    expect(clerk.modal()?.text).toContain('Gespeichert.');
  });

  it('opens and closes a fold through the shell, which saves what was typed', async () => {
    const clerk = await start(() => card(makeForm(), true));
    await clerk.command('/channel', 'register x');
    await clerk.fill({ Zweck: 'Information' }).click('▸ Weitere Angaben');
    expect(harness.heard[1]?.do).toEqual({
      kind: 'press',
      name: 'form.step',
      args: { draft: 'd1', step: 1, go: 'stay' },
      inputs: { purpose1: 'Information' },
    });
    expect(clerk.modal()?.inputs.map((input) => [input.name, input.value])).toEqual([
      ['purpose1', 'Information'],
      ['remark', null],
    ]);
    await clerk.click('▾ Weitere Angaben');
    expect(clerk.modal()?.inputs.map((input) => input.name)).toEqual(['purpose1']);
  });

  it('never takes a fold for the submission of a form that has no steps', async () => {
    const form = makeForm();
    const clerk = await start((inbound) =>
      inbound.do.kind === 'say'
        ? card({ ...form, form: { submit: { label: 'Einreichen', do: 'submit', args: { draft: 'd1' } }, others: [] } })
        : notice('Unbekannt.'),
    );
    await clerk.command('/channel', 'register x');
    await clerk.click('▸ Weitere Angaben');
    expect(harness.heard[1]?.do).toMatchObject({ name: 'fold.toggle', args: { id: 'more', open: 'more' } });
  });

  it('posts a card that is no step of the form into the chat', async () => {
    const clerk = await start((inbound) => (inbound.do.kind === 'say' ? card(makeForm()) : card(makeCard())));
    await clerk.command('/channel', 'register x');
    await clerk.click('Später weiter');
    expect(clerk.last()).toContain('Zwei Kanäle.');
    expect(clerk.modal()?.text).toContain('Die Antwort steht im Chat.');
  });

  it('lets the younger of two presses win', async () => {
    const work = gate();
    const clerk = await start(async (inbound) => {
      if (inbound.do.kind === 'say') return card(makeForm());
      if (inbound.do.name === 'form.save') {
        await work.opened;
        return notice('zu spät');
      }
      return card(makeForm({ step: 2 }), true);
    });
    await clerk.command('/channel', 'register x');
    const slow = clerk.fill({ Zweck: 'Information' }).click('form.save');
    await clerk.click('fold.toggle');
    work.open();
    await slow;
    expect(clerk.modal()?.inputs.map((input) => input.name)).toEqual(['purpose2', 'remark']);
    expect(harness.fake.calls.at(-1)?.answer).toMatchObject({ error: 'hash_conflict' });
  });
});

describe('a modal that cannot be opened', () => {
  it('becomes a message with a button that opens it', async () => {
    const clerk = await start(() => card(makeForm()));
    harness.fake.fail('views.open', { error: 'expired_trigger_id' });
    await clerk.command('/channel', 'register x', { room: 'social-media' });
    expect(clerk.modal()).toBeUndefined();
    expect(clerk.last('social-media')).toContain('[Formular öffnen]');
    await clerk.click('Formular öffnen');
    expect(harness.heard[1]?.do).toMatchObject({ name: 'form.step', args: { draft: 'd1', step: 1, go: 'open' } });
    expect(clerk.modal()?.title).toBe('Antrag');
  });

  it.each([['reset'], [500], ['accept-then-reset']] as const)(
    'after %s: one form, in the modal or as a message',
    async (how) => {
      const clerk = await start(() => card(makeForm()));
      harness.fake.fail('views.open', how);
      await clerk.command('/channel', 'register x');
      const isOpen = clerk.modal()?.title === 'Antrag';
      const isOffered = clerk.last().includes('[Formular öffnen]');
      expect([isOpen, isOffered]).toEqual(how === 'accept-then-reset' ? [true, false] : [false, true]);
    },
  );

  it('tries a lost filling again', async () => {
    const clerk = await start(() => card(makeForm()));
    harness.fake.fail('views.update', 500);
    await clerk.command('/channel', 'register x');
    expect(clerk.modal()?.title).toBe('Antrag');
  });
});

it('opens no second modal for the same request', async () => {
  const clerk = await start(() => card(makeForm()));
  const sent: [string, 'form' | 'json'][] = [];
  const { deliver } = harness.fake;
  harness.fake.deliver = (body, type, more) => {
    sent.push([body, type]);
    return deliver(body, type, more);
  };
  await clerk.command('/channel', 'register x');
  const before = methods();
  const [body, type] = sent[0] as [string, 'form'];
  expect((await deliver(body, type)).status).toBe(200);
  expect(methods()).toEqual(before);
  expect(harness.heard[0]?.key).toBe(harness.heard[1]?.key);
});
