// module.SourceMap: mappings of a source map, asked in both directions.
'use strict';
const { SourceMap, findSourceMap } = require('module');

const payload = {
  version: 3, file: 'out.js', sources: ['one.ts', 'two.ts'], sourcesContent: ['1', null], names: ['first', 'second'],
  mappings: 'AAAA,IAAMA,EAAE,GAAG,CAAC;ACAZ,gBAACC;;AAFF,IAAMA',
};
const map = new SourceMap(payload, { lineLengths: [12, 17, 0, 5] });
console.log(map.payload, map.payload === payload, map.lineLengths, map);
for (const place of [[0, 0], [0, 3], [0, 4], [0, 7], [0, 100], [1, 0], [1, 16], [2, 0], [3, 0], [3, 5], [9, 9], [-1, 0], []]) {
  console.log(place, map.findEntry(...place));
}
for (const place of [[1, 1], [1, 5], [1, 8], [2, 1], [2, 17], [4, 5], [9, 9], [0, 0]]) console.log(place, map.findOrigin(...place));

const sections = new SourceMap({
  version: 3,
  sections: [
    { offset: { line: 0, column: 0 }, map: { version: 3, sources: ['a.js'], names: [], mappings: 'AAAA' } },
    { offset: { line: 10, column: 5 }, map: { version: 3, sources: ['b.js'], names: [], mappings: 'AAAA;AACA' } },
  ],
});
for (const place of [[0, 0], [10, 4], [10, 5], [11, 0], [12, 0]]) console.log(place, sections.findEntry(...place));

console.log(new SourceMap({ version: 3, sources: [], mappings: '' }).findEntry(0, 0));
console.log(new SourceMap({ version: 3, sources: ['a'], mappings: 'A,CAAA,C' }).findEntry(0, 1));
for (const wrong of [undefined, null, 'text', 1]) {
  try {
    new SourceMap(wrong);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(findSourceMap('/no/such/file.js'));
