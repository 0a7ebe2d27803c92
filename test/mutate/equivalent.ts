/** Mutants without an observable effect, each with the reason. They are not counted. */
export const EQUIVALENT: readonly { file: string; change: string; because: string }[] = [];
