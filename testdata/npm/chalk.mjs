// chalk: styles nested and across lines.
import chalk, { Chalk } from 'chalk';
const c = new Chalk({ level: 3 });
console.log(
  JSON.stringify([c.red('r'), c.bold.blue.bgHex('#abc')('x'), c.green(`a ${c.yellow('b')} c`), c.rgb(1, 2, 3)('n\nl')]),
  chalk.level
);
