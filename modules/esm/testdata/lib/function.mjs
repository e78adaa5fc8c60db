export { f as 'module.exports' };
const f = () => 'function';
