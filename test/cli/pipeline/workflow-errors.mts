import { text } from 'node:stream/consumers';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';

// What GitHub's own reader of workflows finds wrong in standard input. It is an ES module, which jest does not load.
const file = { name: 'rotation.yml', content: await text(process.stdin) };
const { context } = parseWorkflow(file, new NoOperationTraceWriter());
console.log(JSON.stringify(context.errors.getErrors().map(({ message }) => message)));
