// listr2: tasks that skip, nest, try again and fail.
import { Listr } from 'listr2';
const log = [];
const tasks = new Listr(
  [
    {
      title: 'one',
      task: async (ctx, task) => {
        ctx.a = 1;
        task.output = 'o';
      },
    },
    { title: 'two', skip: (c) => c.a === 1 && 'skipped it', task: () => {} },
    {
      title: 'sub',
      task: (c, task) =>
        task.newListr(
          [
            {
              title: 's1',
              task: () => {
                c.b = 2;
              },
            },
            { title: 's2', enabled: false, task: () => {} },
          ],
          { concurrent: true }
        ),
    },
    {
      title: 'retry',
      retry: 2,
      task: (c, t) => {
        c.n = (c.n ?? 0) + 1;
        if (c.n < 3) throw new Error('again');
      },
    },
    {
      title: 'bad',
      exitOnError: false,
      task: () => {
        throw new Error('boom');
      },
    },
  ],
  { renderer: 'simple', rendererOptions: {}, concurrent: false }
);
const ctx = await tasks.run();
console.log(
  ctx,
  tasks.errors.map((e) => e.message)
);
