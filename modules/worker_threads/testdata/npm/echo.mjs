import { threadId, isMainThread } from 'node:worker_threads';

export default (value) => ({ value, worker: threadId > 0 && !isMainThread });
