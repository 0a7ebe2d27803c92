import { expect, it } from 'vitest';
import { deletes } from '../../../bot/incident/checklist/deleting.ts';
import { checklist as words } from '../../../cards/words/de/incident/checklist.ts';
import { STEP_KEYS } from '../../support/step-keys.ts';

/** Says "delete" for another thing, or says not to. */
const OTHERWISE = ['gone-outside', 'mastodon-freeze', 'bluesky-deactivate', 'wordpress-open'];

it.each(STEP_KEYS.filter((key) => !OTHERWISE.includes(key)))(
  '%s: screenshots first, if its words delete something',
  (key) => {
    const text = (words as Record<string, string>)[`step.${key}`] ?? '';
    expect(deletes(key)).toBe(/löschen|entfernen|Löschung|gelöscht|Website abschalten/.test(text));
  },
);

it.each(OTHERWISE)('%s deletes nothing', (key) => expect(deletes(key)).toBe(false));
