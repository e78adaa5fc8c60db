export const d = typeof import.meta.resolve('./b.cjs');
