/** The form's answers as people read them: facts on a card, sections of the full application, lines of a diff. */
import type { Change } from '../../../bot/registration/diff.ts';
import { type Field, type Form, fieldsOf, isEmpty, scope, screens, type Values } from '../../../cards/form.ts';
import { label, type Names, showValue } from '../../../cards/form-card.ts';
import type { Lang } from '../../../cards/node.ts';
import type { Fact } from '../../../cards/registration/application-card.ts';
import { registrationForm } from '../../../cards/registration/registration-form.ts';
import { say, sayIfKnown } from '../../../cards/text.ts';

const form: Form = registrationForm;
const KEY_FIELDS = [
  'purpose',
  'targetGroup',
  'productReason',
  'comments',
  'moderation',
  'agency',
  'crisisUse',
  'secondFactor',
];

/** The facts an approver needs first, and one line per person. */
export function keyFacts(values: Values, lang: Lang, names: Names): Fact[] {
  const facts = screens(form, values)
    .filter((screen) => !screen.page.repeat)
    .flatMap((screen) => fieldsOf(screen, values))
    .filter(([name]) => KEY_FIELDS.includes(name) && !isEmpty(values[name]))
    .map(([name, field]) => ({
      label: label(lang, name, field),
      value: showValue(lang, name, field, values[name], names),
    }));
  const persons = personLines(values, lang, names);
  return persons.length === 0
    ? facts
    : [...facts, { label: say(lang)('application.persons'), value: persons.join('\n') }];
}

function personLines(values: Values, lang: Lang, names: Names): string[] {
  const persons = Array.isArray(values.persons) ? (values.persons as Values[]) : [];
  return persons
    .filter((entry) => !isEmpty(entry.person))
    .map((entry) => `${names(String(entry.person))} (${sayIfKnown(lang, `option.role.${entry.role}`) ?? '–'})`);
}

/** All answers in the form's sections. */
export function sectionsOf(values: Values, lang: Lang, names: Names): { title: string; facts: Fact[] }[] {
  return screens(form, values).map((screen) => {
    const here = scope(screen, values);
    const title = sayIfKnown(lang, `page.${screen.page.name}`) ?? screen.page.name;
    return {
      title:
        screen.entry === undefined
          ? title
          : `${title} – ${say(lang)('form.entry', { entry: screen.entry + 1, of: screen.of ?? 1 })}`,
      facts: fieldsOf(screen, values)
        .filter(([name]) => !isEmpty(here[name]))
        .map(([name, field]) => ({
          label: label(lang, name, field),
          value: showValue(lang, name, field, here[name], names),
        })),
    };
  });
}

/** A line of the diff. `persons.p_1.role` names the person and the field. */
export function describeChange(
  change: Change,
  lang: Lang,
  names: Names,
): { label: string; before: string; after: string } {
  const [first = '', person, inner] = change.path.split('.');
  const name = first === 'persons' ? (inner ?? 'role') : first;
  const field = fieldByName(name, first === 'persons');
  const show = (value: unknown) => (field ? showValue(lang, name, field, value, names) : String(value ?? '–'));
  const what = field ? label(lang, name, field) : name;
  return {
    label: first === 'persons' && person ? `${names(person)}${inner ? `: ${what}` : ''}` : what,
    before: show(change.before),
    after: show(change.after),
  };
}

function fieldByName(name: string, ofPerson: boolean): Field | undefined {
  return form.pages.filter((page) => Boolean(page.repeat) === ofPerson).find((page) => name in page.fields)?.fields[
    name
  ];
}
