export * from './same1.mjs'; export * from './same2.mjs';
