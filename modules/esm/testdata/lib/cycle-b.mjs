import { a, hoisted } from './cycle-a.mjs';
let before;
try { before = a; } catch (e) { before = e.name + ': ' + e.message; }
export const fromB = [before, hoisted()];
export const readA = () => a;
