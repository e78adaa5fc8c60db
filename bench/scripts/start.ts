// A small script with types, none of which leaves code behind.
interface Task {
  readonly name: string;
  steps: number[];
  done?: boolean;
}

type Report = Record<string, number>;

function total(task: Task): number {
  return task.steps.reduce((sum: number, step: number): number => sum + step, 0);
}

const tasks: Task[] = [
  { name: 'build', steps: [1, 2, 3] },
  { name: 'test', steps: [4, 5], done: true },
];

const report: Report = {};
for (const task of tasks) report[task.name] = total(task as Task);
console.log(JSON.stringify(report satisfies Report));
