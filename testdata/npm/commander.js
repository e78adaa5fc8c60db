// commander: options, sub-commands, help, and an error that ends the program.
const { Command, Option, InvalidArgumentError } = require('commander');
const make = () => {
  const p = new Command('tool').exitOverride().configureOutput({ writeErr: (s) => console.log('ERR', s.trim()) });
  p.version('1.2.3')
    .description('does things')
    .option('-v, --verbose', 'say more')
    .option(
      '-n, --number <n>',
      'a number',
      (v) => {
        if (isNaN(v)) throw new InvalidArgumentError('not a number.');
        return +v;
      },
      7
    )
    .addOption(new Option('-c, --color <c>', 'a color').choices(['red', 'green']).env('TOOL_COLOR'));
  p.command('build <dir> [files...]')
    .alias('b')
    .option('--no-minify')
    .action((d, f, o) => console.log('build', d, f, o, p.opts()));
  p.command('serve')
    .argument('[port]', 'where', '80')
    .action(async (port) => console.log('serve', port));
  return p;
};
make().parse(['node', 'tool', '-v', '-n', '9', 'build', 'src', 'a', 'b', '--no-minify']);
make()
  .parseAsync(['node', 'tool', 'serve', '81'])
  .then(() => {
    for (const args of [
      ['--version'],
      ['--help'],
      ['-n', 'x', 'serve'],
      ['nope'],
      ['build'],
      ['-c', 'blue', 'serve'],
      ['buidl', 'x'],
    ])
      try {
        make().parse(args, { from: 'user' });
      } catch (e) {
        console.log(e.code, e.exitCode, e.message);
      }
  });
