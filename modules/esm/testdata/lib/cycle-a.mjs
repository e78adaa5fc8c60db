import { fromB, readA } from './cycle-b.mjs';
export let a = 'a';
export function hoisted() { return 'hoisted'; }
export const early = [fromB, readA()];
