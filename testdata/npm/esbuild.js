// esbuild: its service is a child that is talked to over stdio: transforms, a bundle with a plugin, errors, a context.
const esbuild = require('esbuild');
(async () => {
  console.log(
    (await esbuild.transform('let x: number = 1; export default x ?? 2', { loader: 'ts', target: 'es2019' })).code
  );
  const r = await esbuild.build({
    stdin: { contents: 'import { y } from "virtual:y"; console.log(y)', resolveDir: __dirname },
    bundle: true,
    write: false,
    minify: true,
    plugins: [
      {
        name: 'v',
        setup(b) {
          b.onResolve({ filter: /^virtual:/ }, (a) => ({ path: a.path, namespace: 'v' }));
          b.onLoad({ filter: /.*/, namespace: 'v' }, () => ({ contents: 'export const y = 42', loader: 'js' }));
        },
      },
    ],
  });
  console.log(r.outputFiles[0].text);
  try {
    await esbuild.transform('let = ', { logLevel: 'silent' });
  } catch (e) {
    console.log(e.errors[0].text, e.errors[0].location.column);
  }
  console.log(esbuild.transformSync('a => a', { minify: true }).code);
  const ctx = await esbuild.context({ stdin: { contents: '1+1' }, write: false });
  console.log((await ctx.rebuild()).outputFiles[0].text);
  await ctx.dispose();
  console.log(
    await esbuild.formatMessages([{ text: 'm', location: { file: 'f', line: 1, column: 2, lineText: 'abc' } }], {
      kind: 'error',
    })
  );
})();
