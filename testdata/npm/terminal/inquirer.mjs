// inquirer asks its kinds of question on a terminal; the test types the answers.
import inquirer from 'inquirer';

const answers = await inquirer.prompt([
  { type: 'input', name: 'name', message: 'Name?' },
  { type: 'confirm', name: 'sure', message: 'Sure?' },
  { type: 'select', name: 'color', message: 'Which?', choices: ['red', 'green', 'blue'] },
  { type: 'checkbox', name: 'many', message: 'Many?', choices: ['a', 'b', 'c'] },
  { type: 'password', name: 'secret', message: 'Secret?', mask: '*' },
]);
console.log(JSON.stringify(answers));
