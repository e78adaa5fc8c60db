// prettier: six languages, and an error.
const prettier = require('prettier');
console.log(prettier.version.split('.')[0]);
console.log(
  prettier.format(
    'const a={b:1,c:[1,2,3],d(){return `x${1}`}};async function*f(x,...y){for await(const z of x)yield*z??y}',
    { parser: 'babel', singleQuote: true }
  )
);
console.log(
  prettier.format('interface A<T extends B>{x?:T;readonly y:string[]} enum E{A=1}', { parser: 'typescript' })
);
console.log(prettier.format('a{color:red;b:c}', { parser: 'css' }));
console.log(prettier.format('# t\n* a\n* b\n\n|a|b|\n|-|-|\n|1|2|\n', { parser: 'markdown' }));
console.log(prettier.format('{"a":1,"b":[1,2]}', { parser: 'json' }));
console.log(prettier.format('a:   1\nb:\n    - x\n', { parser: 'yaml' }));
try {
  prettier.format('let = ;', { parser: 'babel' });
} catch (e) {
  console.log(e.name, e.message.split('\n')[0]);
}
