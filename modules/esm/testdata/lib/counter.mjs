export let count = 1;
export function increment() { return ++count; }
export { later as late };
export * as self from './counter.mjs';
export class K {}
export default function () { return 'default' }
const later = () => 'late';
