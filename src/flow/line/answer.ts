import type { Credentials } from '../../core/credentials.ts';
import type { Plan } from '../../core/plan/step.ts';
import { outputNamed } from '../../outputs/index.ts';
import type { Exports, Output, OutputName } from '../../outputs/output.ts';
import { renderStatements } from '../../outputs/render-statements.ts';
import { credentialsFor, exportsOf } from './credentials.ts';
import { keepHot } from './kept/keep-hot.ts';
import type { Run } from './run.ts';

/** What `assume` and `process` print. */
export interface Answer {
  readonly text: string;
  readonly plan: Plan;
  readonly credentials: Credentials;
}

/** The answer in one syntax; the hot cache is offered it here, where it is made. */
export async function answer(run: Run, planned: Plan, output: Output): Promise<Answer> {
  const { plan, credentials } = await credentialsFor(run, planned);
  const products = renderedOnce(exportsOf(run, plan, credentials));
  const text = products(output.name);
  keepHot(run, { plan, credentials, products });
  return { text, plan, credentials };
}

/** Renders each syntax that is asked for, once. */
function renderedOnce(exports: Exports): (name: OutputName) => string {
  const made = new Map<OutputName, string>();
  return (name) => {
    const text = made.get(name) ?? renderStatements(outputNamed(name), exports);
    made.set(name, text);
    return text;
  };
}
