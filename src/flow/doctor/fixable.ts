/** The checks whose findings `doctor --fix` can mend; how is in fixes.ts, which is loaded when it is asked to. */
export const FIXABLE = ['files-private', 'adopted-lines', 'duplicates'] as const;
