/** Mutants that change nothing anybody could see, each with the reason. They are left out of the count. */
export const EQUIVALENT: readonly { file: string; change: string; because: string }[] = [];
