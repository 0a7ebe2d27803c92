/** What a draft still lacks, per field and as a whole; and fitting an older draft to the current form. */
import { type Form, fieldsOf, type Problem, problemsIn, scope, screens, type Values } from '../../cards/form.ts';
import {
  ADMINISTRATOR_ROLES,
  DECLARATIONS,
  FORM_VERSION,
  fitToForm,
  holdersOf,
  registrationForm,
} from '../../cards/registration/registration-form.ts';
import type { Application } from '../../db/registry/dossiers.ts';

export const form: Form = registrationForm;

/** The draft's answers in today's form. `dropped` names fields that a newer form no longer has as they were. */
export function fitted(draft: Pick<Application, 'answers' | 'formVersion'>): { values: Values; dropped: string[] } {
  return draft.formVersion === FORM_VERSION ? { values: draft.answers, dropped: [] } : fitToForm(draft.answers);
}

/** Problems no single field shows: too few administrators, missing declarations, no emergency contact. */
function crossFieldProblems(values: Values): Problem[] {
  const holders = holdersOf(values);
  const administrators = holders.filter(({ role }) => (ADMINISTRATOR_ROLES as readonly string[]).includes(role));
  const declared = Array.isArray(values.declarations) ? values.declarations : [];
  return [
    ...(administrators.length < 2 ? [{ path: 'persons', code: 'too-few-administrators' } as const] : []),
    ...(DECLARATIONS.every((declaration) => declared.includes(declaration))
      ? []
      : [{ path: 'declarations', code: 'declarations' } as const]),
    ...(holders.some(({ emergency }) => emergency)
      ? []
      : [{ path: 'emergency', code: 'no-emergency-contact' } as const]),
  ];
}

/**
 * Everything that blocks submission, each field once. A closure asks nothing new: head and FB 3 decide on the
 * registered data.
 * @param today ISO day
 */
export function lacking(values: Values, today: string): Problem[] {
  if (values.kind === 'closure') return [];
  const single = problemsIn(form, values, today);
  const whole = crossFieldProblems(values).filter(({ path }) => !single.some((problem) => problem.path === path));
  return [...single, ...whole];
}

/**
 * People who have left, each under the field that names them. A closure names nobody.
 * @param left see `peopleWhoLeft`
 */
export function departed(values: Values, left: ReadonlySet<string>): Problem[] {
  if (values.kind === 'closure') return [];
  return screens(form, values).flatMap((screen) =>
    fieldsOf(screen, values)
      .filter(([name, field]) => field.kind === 'person' && left.has(String(scope(screen, values)[name])))
      .map(([name]): Problem => ({ path: screen.prefix + name, code: 'person-left' })),
  );
}
