// typescript: 500 lines transpiled, and a syntax tree walked.
const ts = require('typescript');
let text = '';
for (let i = 0; i < 100; i++)
  text += `export class C${i}<T> extends Array<T> {\n  private x: number = ${i};\n  @dec get y(): string { return \`v\${this.x}\`; }\n  async *z(a?: T) { yield a ?? ${i}; }\n}\n`;
const out = ts.transpileModule(text, {
  compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020, experimentalDecorators: true },
  reportDiagnostics: true,
});
console.log(
  out.outputText.length,
  out.diagnostics.length,
  require('crypto').createHash('sha1').update(out.outputText).digest('hex')
);
const sf = ts.createSourceFile(
  'a.ts',
  'let x: number = "s"; function f(a: string) { return a }',
  ts.ScriptTarget.Latest,
  true
);
const kinds = [];
(function walk(n) {
  kinds.push(ts.SyntaxKind[n.kind]);
  ts.forEachChild(n, walk);
})(sf);
console.log(kinds.join(' '));
