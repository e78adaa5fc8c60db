'use strict';

// Pieces of a Blob that are parts of a file (fs.openAsBlob). They are read when they
// are needed, and cannot be once the file has changed.

const { Buffer } = require('buffer');
const ops = require('internal/fs/operations');

const unreadable = () => new DOMException('The blob could not be read', 'NotReadableError');

class FilePiece {
  constructor(path, stat, start, length) {
    this.path = path;
    this.stat = stat; // { size, mtimeMs } as they were
    this.start = start;
    this.length = length;
  }

  subarray(start, end) {
    return new FilePiece(this.path, this.stat, this.start + start, end - start);
  }

  async read() {
    let fd;
    try {
      fd = await ops.open(this.path);
    } catch {
      throw unreadable();
    }
    try {
      const { size, mtimeMs } = await ops.fstat(fd);
      if (size !== this.stat.size || mtimeMs !== this.stat.mtimeMs) throw unreadable();
      const bytes = Buffer.alloc(this.length);
      for (let done = 0; done < this.length;) {
        const { bytesRead } = await ops.read(fd, bytes, done, this.length - done, this.start + done);
        if (bytesRead === 0) throw unreadable();
        done += bytesRead;
      }
      return bytes;
    } finally {
      await ops.close(fd);
    }
  }
}

module.exports = {
  async open(path, type) {
    const { size, mtimeMs } = await ops.stat(path);
    return require('internal/blob').backed([new FilePiece(path, { size, mtimeMs }, 0, size)], type);
  },
};
