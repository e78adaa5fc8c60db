'use strict';
// SourceMap: the mappings of a source map (version 3), to be asked (Node: module.md#class-modulesourcemap).

const { validateObject } = require('internal/validators');

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
let values; // of the digits

// numbers reads the numbers of one segment: five bits a digit, the lowest first; the sixth bit says that there are more,
// and the lowest of a number is its sign.
function numbers(segment) {
  values ??= new Map(Array.from(digits, (digit, value) => [digit, value]));
  const list = [];
  let number = 0, shift = 0;
  for (const digit of segment) {
    const value = values.get(digit);
    number |= (value & 31) << shift;
    if (value & 32) {
      shift += 5;
      continue;
    }
    list.push(number & 1 ? -(number >>> 1) : number >>> 1);
    number = shift = 0;
  }
  return list;
}

// read adds the mappings of a map, whose text begins at a place of the whole, to a list.
function read({ mappings, sources, names }, { line, column }, list) {
  let source = 0, originalLine = 0, originalColumn = 0, name = 0;
  for (const text of mappings.split(';')) {
    let generatedColumn = column;
    for (const segment of text ? text.split(',') : []) {
      const [columns, sourcesOn, linesOn, columnsOn, namesOn] = numbers(segment);
      generatedColumn += columns;
      const entry = { generatedLine: line, generatedColumn };
      if (sourcesOn !== undefined) {
        source += sourcesOn;
        entry.originalSource = sources[source];
        entry.originalLine = originalLine += linesOn;
        entry.originalColumn = originalColumn += columnsOn;
        entry.name = namesOn === undefined ? undefined : names?.[name += namesOn];
      }
      list.push(entry);
    }
    line++;
    column = 0;
  }
}

const copied = (v) => Array.isArray(v) ? v.map(copied) : v;

class SourceMap {
  #payload;
  #lineLengths;
  #entries = [];

  constructor(payload, { lineLengths } = {}) {
    validateObject(payload, 'payload');
    this.#payload = Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, copied(value)]));
    this.#lineLengths = copied(lineLengths);
    if (payload.sections) {
      for (const { map, offset } of payload.sections) read(map, offset, this.#entries);
    } else {
      read(payload, { line: 0, column: 0 }, this.#entries);
    }
    this.#entries.sort((a, b) => a.generatedLine - b.generatedLine || a.generatedColumn - b.generatedColumn);
  }

  get payload() { return this.#payload; }

  get lineLengths() { return this.#lineLengths; }

  // findEntry finds the last mapping at or before a place, which counts from 0.
  findEntry(line, column) {
    let from = 0, to = this.#entries.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const { generatedLine, generatedColumn } = this.#entries[middle];
      if (line < generatedLine || line === generatedLine && column < generatedColumn) to = middle;
      else from = middle + 1;
    }
    return from === 0 ? {} : { ...this.#entries[from - 1] };
  }

  // findOrigin says where a place, which counts from 1, comes from.
  findOrigin(lineNumber, columnNumber) {
    const { generatedLine, generatedColumn, originalSource, originalLine, originalColumn, name } = this.findEntry(lineNumber - 1, columnNumber - 1);
    if (originalSource === undefined) return {};
    return {
      name,
      fileName: originalSource,
      lineNumber: originalLine + lineNumber - generatedLine,
      columnNumber: originalColumn + columnNumber - generatedColumn,
    };
  }
}

module.exports = { SourceMap };
